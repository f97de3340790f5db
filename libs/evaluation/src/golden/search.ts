import type { GoldenVisit } from '../script';

export const SEARCH: readonly GoldenVisit[] = [
  {
    id: 'search-en-nothing',
    kind: 'search',
    language: 'en',
    origin: 'https://help.gridmail.example',
    steps: `
      @ /help Help centre
      search shared inbox rules
      @ /help/search No results
      search inbox rules
      @ /help/search No results
      search rule for two inboxes
      @ /help/search Search results
      click Routing mail to a team
      @ /help/articles/:id Routing mail to a team
      click Was this helpful? No
      click Contact support
    `,
    facts: {
      'first search': /shared inbox rules/,
      'last search': /rule for two inboxes/,
      'no results': /no results/,
      article: /routing mail to a team/,
      unhelpful: /was this helpful\? no|not helpful|helpful/,
      support: /contact support/,
    },
    last: 'Routing mail to a team',
  },
  {
    id: 'search-de-sso',
    kind: 'search',
    language: 'de',
    frames: 'de',
    origin: 'https://hilfe.aktenfuchs.example',
    steps: `
      @ /hilfe Hilfe
      search Single Sign-On einrichten
      @ /hilfe/suche Treffer
      click Anleitung: SAML
      @ /hilfe/artikel/:id Anleitung: SAML
      wait 40
      @ /verwaltung/sicherheit Sicherheit
      fill Entity ID
      fill Zertifikat
      click Verbindung testen ×2
      click Zertifikat ist abgelaufen
      click Protokoll ansehen
    `,
    facts: {
      suche: /single sign-on einrichten/,
      anleitung: /anleitung: saml/,
      felder: /entity id|zertifikat/,
      'zweimal getestet': /verbindung testen[^.]*(?:×2|2×|twice|2 times)|tried 2×/,
      protokoll: /protokoll/,
    },
    errors: ['Zertifikat ist abgelaufen'],
    last: 'Sicherheit',
  },
  {
    id: 'search-fr-api',
    kind: 'search',
    language: 'fr',
    origin: 'https://docs.fluxpoint.example',
    steps: `
      @ /aide Centre d'aide
      search limite d'appels
      @ /aide/recherche Résultats
      click Quotas de l'API
      @ /aide/articles/:id Quotas de l'API
      click Copier l'exemple
      @ /compte/cles Clés d'API
      click Nouvelle clé
      fill Nom de la clé
      click Créer la clé
      click Copier
      click Augmenter le quota ×2
    `,
    facts: {
      recherche: /limite d'appels/,
      article: /quotas de l'api/,
      clé: /nouvelle clé|créer la clé/,
      nom: /nom de la clé/,
      quota: /augmenter le quota/,
    },
    last: "Clés d'API",
  },
];
