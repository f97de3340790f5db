const PATHS = {
  moon: 'M20 14.5A8 8 0 1 1 9.5 4a6.5 6.5 0 0 0 10.500 10.500z',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400',
  back: 'M15 5l-7 7 7 7',
  overview: 'M3.500 12.500h4l3-8 4 15 2.500-7h3.500',
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l4.500 4.500',
  inbox: 'M4 13h4l1.5 3h5L16 13h4M4 13l2.5-7h11L20 13v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1z',
  info: 'M12 11v5.500M12 7.500v.1M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  down: 'M12 5v13M6 12.500l6 6 6-6',
  queues: 'M12 4l8.500 4.500L12 13 3.500 8.500zM3.500 12.500L12 17l8.500-4.500M3.500 16.500L12 21l8.500-4.500',
  note: 'M5 4h14v10l-5 6H5zM14 20v-6h5M8.500 8.500h7M8.500 12h4',
  summary: 'M12 3l1.900 5.600L19.500 10.500l-5.600 1.900L12 18l-1.900-5.600L4.500 10.500l5.600-1.900zM19 16v4M17 18h4',
  redaction:
    'M4 12h16M7 7.500C7.500 5.500 9.500 4.500 12 4.500c2 0 3.700.8 4.500 2M7.500 16c.7 2 2.500 3.300 4.700 3.300 2.600 0 4.600-1.300 4.800-3.600',
  link: 'M10 14a4 4 0 0 1 0-5.700l2.800-2.800a4 4 0 1 1 5.700 5.700L17 12.700M14 10a4 4 0 0 1 0 5.700l-2.800 2.800a4 4 0 1 1-5.700-5.700L7 11.300',
  payload: 'M6 4l12 7-5.500 1.500L9.500 18z',
  conversation: 'M5 5h14a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-8l-4.500 4v-4H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z',
  call: 'M4 12h12M11 6.500l5.500 5.500-5.500 5.500M20 5v14',
  alert: 'M12 4l9 16H3zM12 10v4.500M12 17v.1',
  good: 'M5 12.500l4.500 4.500L19 7.500',
  send: 'M4 12L20 4l-5 16-3.500-6.500zM11.500 13.500L20 4',
  out: 'M9 6H6a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-3M13 5h6v6M19 5l-8 8',
  again: 'M19.500 12a7.500 7.500 0 1 1-2.200-5.300M19.500 4v4h-4',
};

/** A line drawing of 24 x 24 that takes the colour of the text around it. */
export function icon(name) {
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.setAttribute('class', 'icon');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name]);
  drawing.append(path);
  return drawing;
}
