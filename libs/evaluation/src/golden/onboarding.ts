import type { GoldenVisit } from '../script';

export const ONBOARDING: readonly GoldenVisit[] = [
  {
    id: 'onboarding-en-import',
    kind: 'onboarding',
    language: 'en',
    origin: 'https://app.stackpad.example',
    steps: `
      @ /join Create account
      fill Work email
      fill Team name
      submit Create account form
      @ /setup Set up your team
      click Design team
      click Skip invitations
      @ /import Import tasks
      click Import from Trello
      click Authorise
      click The file holds no tasks
      click Import from Trello
      @ /boards/:id Board
      click Add column ×3
      click Ask for help
    `,
    facts: {
      'account made': /create account/,
      'invitations skipped': /skip invitations|skipped/,
      import: /import from trello/,
      columns: /add column|column/,
      board: /board/,
      'import twice': /×2|2×|twice|2 times/,
    },
    errors: ['The file holds no tasks'],
    last: 'Board',
  },
  {
    id: 'onboarding-es-verificar',
    kind: 'onboarding',
    language: 'es',
    frames: 'es',
    origin: 'https://app.cajaclara.example',
    steps: `
      @ /registro Registro
      fill Correo
      fill Empresa
      submit Formulario de registro
      @ /verificar Verificar correo
      fill Código
      click Verificar
      click El código no es válido
      fill Código
      click Verificar
      click El código no es válido
      click Enviar otro código ×2
    `,
    facts: {
      registro: /registro/,
      codigo: /código/,
      verificar: /verificar/,
      'otro código': /enviar otro código/,
      'dos veces': /×2|2×|twice|2 times/,
    },
    errors: ['El código no es válido'],
    last: 'Verificar correo',
  },
  {
    id: 'onboarding-de-vorlage',
    kind: 'onboarding',
    language: 'de',
    origin: 'https://app.planwerk.example',
    steps: `
      @ /willkommen Willkommen
      click Rundgang starten
      click Weiter ×5
      click Rundgang beenden
      @ /vorlagen Vorlagen
      click Vorlage Umzug
      @ /projekte/:id Projekt
      click Termin setzen ×5
      click Kalender verbinden
      @ /kalender Kalender verbinden
      click Google Kalender
    `,
    facts: {
      rundgang: /rundgang/,
      vorlage: /vorlage umzug/,
      'termin fünfmal': /termin setzen[^.]*(?:×5|5×|5 times|five times)/,
      kalender: /kalender/,
      google: /google kalender/,
    },
    last: 'Kalender verbinden',
  },
];
