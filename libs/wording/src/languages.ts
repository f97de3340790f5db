import type { DeedKind } from './deed';

/** How one language says what was done. Patterns look at the beginning (verbs) or the end (pages) of what is left of the sentence. */
export interface Language {
  subject: RegExp;
  verbs: readonly (readonly [RegExp, DeedKind])[];
  /** The end of a sentence that names the page, as group `page`. */
  onPage: readonly RegExp[];
  /** What stands around the name of a page in a view, as group `page`. */
  pageName: RegExp;
  /** What stands around the name of a field, as group `field`. */
  field: RegExp;
}

export const LANGUAGES: readonly Language[] = [
  {
    subject: /^(?:the )?(?:user|customer|visitor) /i,
    verbs: [
      [/^(?:landed on|viewed|visited|navigated to|went to|loaded) /i, 'view'],
      [/^(?:clicked|tapped|pressed)(?: on)? /i, 'click'],
      [/^(?:searched for) /i, 'search'],
      [/^(?:saw|was shown) (?=["“])/i, 'message'],
      [/^submitted /i, 'submit'],
      [/^(?:typed|entered)(?: (?<value>.+?))? in(?:to)? (?=the )/i, 'type'],
      [/^(?:filled in|filled|changed) (?=the .+ field(?: |$))/i, 'type'],
      [/^focused(?: on)? /i, 'focus'],
      [/^left (?=the .+ field)/i, 'blur'],
    ],
    onPage: [/ on the (?<page>.+?) page$/i],
    pageName: /^(?:the )?(?<page>.+?)(?: page)?$/i,
    field: /^(?:the )?(?<field>.+?) field$/i,
  },
  {
    subject: /^(?:der |die )?(?:Nutzer|Nutzerin|Benutzer|Benutzerin|Kunde|Kundin|Besucher|Besucherin) /i,
    verbs: [
      [/^(?:öffnete|besuchte|landete auf|sah) (?=(?:die |der )?Seite)/i, 'view'],
      [/^(?:klickte|tippte) auf /i, 'click'],
      [/^suchte nach /i, 'search'],
      [/^(?:sendete|schickte) /i, 'submit'],
      [/^(?:schrieb|tippte)(?: (?<value>.+?))? in (?=das Feld)/i, 'type'],
      [/^fokussierte (?=das Feld)/i, 'focus'],
      [/^verließ (?=das Feld)/i, 'blur'],
    ],
    onPage: [/ auf der Seite (?<page>.+)$/i],
    pageName: /^(?:(?:die|der) )?(?:Seite )?(?<page>.+)$/i,
    field: /^(?:das )?Feld (?<field>.+)$/i,
  },
  {
    subject: /^(?:l['’](?:utilisateur|utilisatrice)|le client|la cliente|le visiteur) /i,
    verbs: [
      [/^(?:a ouvert|a consulté|a visité|est arrivée? sur) (?=la page)/i, 'view'],
      [/^a cliqué sur /i, 'click'],
      [/^a (?:re)?cherché /i, 'search'],
      [/^a (?:envoyé|soumis) /i, 'submit'],
      [/^a (?:saisi|écrit)(?: (?<value>.+?))? dans (?=le champ)/i, 'type'],
      [/^a sélectionné (?=le champ)/i, 'focus'],
      [/^a quitté (?=le champ)/i, 'blur'],
    ],
    onPage: [/ sur la page (?<page>.+)$/i],
    pageName: /^(?:la )?(?:page )?(?<page>.+)$/i,
    field: /^(?:le )?champ (?<field>.+)$/i,
  },
  {
    subject: /^(?:el usuario|la usuaria|el cliente|la clienta) /i,
    verbs: [
      [/^(?:abrió|visitó|vio|llegó a) (?=la página)/i, 'view'],
      [/^(?:hizo clic en|pulsó) /i, 'click'],
      [/^buscó /i, 'search'],
      [/^envió /i, 'submit'],
      [/^escribió(?: (?<value>.+?))? en (?=el campo)/i, 'type'],
      [/^seleccionó (?=el campo)/i, 'focus'],
      [/^dejó (?=el campo)/i, 'blur'],
    ],
    onPage: [/ en la página (?<page>.+)$/i],
    pageName: /^(?:la )?(?:página )?(?<page>.+)$/i,
    field: /^(?:el )?campo (?<field>.+)$/i,
  },
  {
    subject: /^(?:o usuário|a usuária|o cliente|a cliente) /i,
    verbs: [
      [/^(?:abriu|visitou|acessou) (?=a página)/i, 'view'],
      [/^clicou em /i, 'click'],
      [/^(?:pesquisou|buscou)(?: por)? /i, 'search'],
      [/^enviou /i, 'submit'],
      [/^digitou(?: (?<value>.+?))? no (?=campo)/i, 'type'],
    ],
    onPage: [/ na página (?<page>.+)$/i],
    pageName: /^(?:a )?(?:página )?(?<page>.+)$/i,
    field: /^(?:o )?campo (?<field>.+)$/i,
  },
];
