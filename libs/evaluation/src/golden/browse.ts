import type { GoldenVisit } from '../script';

export const BROWSE: readonly GoldenVisit[] = [
  {
    id: 'browse-en-pricing',
    kind: 'browse',
    language: 'en',
    origin: 'https://www.northdesk.example',
    steps: `
      @ / Start
      click Pricing
      @ /pricing Pricing
      click Yearly
      click Case studies
      @ /cases Case studies
      click Pricing
      @ /pricing Pricing
      click Compare plans
      click Security
      @ /security Security
      wait 35
      @ /pricing Pricing
      click Team plan
      click Book a call
      @ /call Book a call
      fill Name
      fill Company
      click Pricing
      @ /pricing Pricing
      click FAQ: discounts
    `,
    facts: {
      'pricing again and again': /pricing[^.]*(?:4×|×4|4 times|four times|again|repeatedly)/,
      compare: /compare plans/,
      plan: /team plan/,
      'call form left': /book a call/,
      security: /security/,
      discounts: /discounts/,
    },
    last: 'Pricing',
  },
  {
    id: 'browse-fr-comparer',
    kind: 'browse',
    language: 'fr',
    frames: 'fr',
    origin: 'https://www.atelier-nuage.example',
    steps: `
      @ / Accueil
      click Tarifs
      @ /tarifs Tarifs
      click Formule Pro
      click Fonctionnalités
      @ /fonctionnalites Fonctionnalités
      click Voir la vidéo
      click Tarifs
      @ /tarifs Tarifs
      click Formule Équipe
      click Paiement annuel
      click Témoignages
      @ /temoignages Témoignages
      click Tarifs
      @ /tarifs Tarifs
      click Demander une démo
    `,
    facts: {
      'tarifs trois fois': /tarifs[^.]*(?:3×|×3|3 times|three times|again)/,
      pro: /formule pro/,
      équipe: /formule équipe/,
      vidéo: /voir la vidéo/,
      annuel: /paiement annuel/,
      démo: /demander une démo/,
    },
    last: 'Tarifs',
  },
  {
    id: 'browse-en-unnamed',
    kind: 'browse',
    language: 'en',
    origin: 'https://www.harrowgate.example',
    steps: `
      @ /blog Journal
      say opened the newsletter box
      click Read more
      @ /blog/:id Article
      say paused the video at 02:10
      click Careers
      @ /jobs Careers
      click Support engineer, Lisbon
      @ /jobs/:id Job
      click Apply with LinkedIn
      click Back to all jobs
      @ /jobs Careers
      click Remote only
    `,
    facts: {
      newsletter: /opened the newsletter box/,
      video: /paused the video at 02:10/,
      job: /support engineer, lisbon/,
      apply: /apply with linkedin/,
      remote: /remote only/,
    },
    last: 'Careers',
  },
];
