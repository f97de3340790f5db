import { icon } from './icons.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
const current = () => document.documentElement.dataset.theme ?? (dark.matches ? 'dark' : 'light');

/** Light or dark: the system's wish until the button says otherwise; the choice is remembered. */
export function themeButton(button) {
  const show = () => {
    const other = current() === 'dark' ? 'light' : 'dark';
    button.replaceChildren(icon(other === 'dark' ? 'moon' : 'sun'));
    button.setAttribute('aria-label', `Switch to the ${other} theme`);
    button.title = button.getAttribute('aria-label');
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset.theme = current() === 'dark' ? 'light' : 'dark';
    localStorage.setItem('theme', document.documentElement.dataset.theme);
    show();
  });
  dark.addEventListener('change', show);
  show();
}
