/** Builds an element. Strings become text, never markup; `null` and `false` children are left out. */
export function element(name, attributes = {}, ...children) {
  const built = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'on') for (const [event, listener] of Object.entries(value)) built.addEventListener(event, listener);
    else if (value === true) built.setAttribute(key, '');
    else if (value !== null && value !== undefined && value !== false) built.setAttribute(key, value);
  }
  built.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return built;
}
