/** How the connector says each kind of action. */
interface Frames {
  view: (page: string) => string;
  click: (label: string, page: string) => string;
  submit: (label: string, page: string) => string;
  search: (query: string, page: string) => string;
  focus: (field: string, page: string) => string;
  type: (field: string, page: string) => string;
  blur: (field: string, page: string) => string;
}

export const FRAMES = {
  en: {
    view: (page) => `User landed on the ${page} page`,
    click: (label, page) => `User clicked ${label} on the ${page} page`,
    submit: (label, page) => `User submitted ${label} on the ${page} page`,
    search: (query, page) => `User submitted Search for "${query}" on the ${page} page`,
    focus: (field, page) => `User focused the ${field} field on the ${page} page`,
    type: (field, page) => `User typed in the ${field} field on the ${page} page`,
    blur: (field, page) => `User left the ${field} field on the ${page} page`,
  },
  de: {
    view: (page) => `Nutzer öffnete die Seite ${page}`,
    click: (label, page) => `Nutzer klickte auf ${label} auf der Seite ${page}`,
    submit: (label, page) => `Nutzer schickte ${label} auf der Seite ${page}`,
    search: (query, page) => `Nutzer suchte nach „${query}“ auf der Seite ${page}`,
    focus: (field, page) => `Nutzer fokussierte das Feld ${field} auf der Seite ${page}`,
    type: (field, page) => `Nutzer schrieb in das Feld ${field} auf der Seite ${page}`,
    blur: (field, page) => `Nutzer verließ das Feld ${field} auf der Seite ${page}`,
  },
  fr: {
    view: (page) => `L’utilisateur a ouvert la page ${page}`,
    click: (label, page) => `L’utilisateur a cliqué sur ${label} sur la page ${page}`,
    submit: (label, page) => `L’utilisateur a envoyé ${label} sur la page ${page}`,
    search: (query, page) => `L’utilisateur a cherché « ${query} » sur la page ${page}`,
    focus: (field, page) => `L’utilisateur a sélectionné le champ ${field} sur la page ${page}`,
    type: (field, page) => `L’utilisateur a saisi dans le champ ${field} sur la page ${page}`,
    blur: (field, page) => `L’utilisateur a quitté le champ ${field} sur la page ${page}`,
  },
  es: {
    view: (page) => `El usuario abrió la página ${page}`,
    click: (label, page) => `El usuario hizo clic en ${label} en la página ${page}`,
    submit: (label, page) => `El usuario envió ${label} en la página ${page}`,
    search: (query, page) => `El usuario buscó "${query}" en la página ${page}`,
    focus: (field, page) => `El usuario seleccionó el campo ${field} en la página ${page}`,
    type: (field, page) => `El usuario escribió en el campo ${field} en la página ${page}`,
    blur: (field, page) => `El usuario dejó el campo ${field} en la página ${page}`,
  },
} as const satisfies Record<string, Frames>;

export type FrameLanguage = keyof typeof FRAMES;
