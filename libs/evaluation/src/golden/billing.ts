import type { GoldenVisit } from '../script';

export const BILLING: readonly GoldenVisit[] = [
  {
    id: 'billing-en-seats',
    kind: 'billing',
    language: 'en',
    origin: 'https://app.tallyhub.example',
    steps: `
      @ /home Overview
      click Billing
      @ /billing Billing
      click Change seats
      fill Number of seats
      click Update subscription
      click Seats in use cannot be removed
      click Update subscription
      @ /billing/invoices Invoices
      click Invoice 2026-114
      click Download PDF
      click Download PDF
      click Dispute charge
    `,
    facts: {
      seats: /change seats|number of seats/,
      update: /update subscription/,
      invoice: /invoice 2026-114/,
      pdf: /download pdf/,
      dispute: /dispute charge/,
    },
    errors: ['Seats in use cannot be removed'],
    last: 'Invoices',
  },
  {
    id: 'billing-fr-facture',
    kind: 'billing',
    language: 'fr',
    frames: 'fr',
    origin: 'https://app.compta-vive.example',
    steps: `
      @ /tableau Tableau de bord
      click Factures
      @ /factures Factures
      search septembre
      click Facture F-2209
      @ /factures/:id Facture
      click Modifier le numéro de TVA
      fill Numéro de TVA
      click Enregistrer
      click Numéro de TVA invalide
      click Enregistrer
      click Renvoyer la facture
    `,
    facts: {
      recherche: /septembre/,
      facture: /facture f-2209/,
      tva: /numéro de tva/,
      enregistrer: /enregistrer/,
      renvoyer: /renvoyer la facture/,
    },
    errors: ['Numéro de TVA invalide'],
    last: 'Facture',
  },
  {
    id: 'billing-ja-plan',
    kind: 'billing',
    language: 'ja',
    origin: 'https://app.hanamichi.example',
    steps: `
      @ /dashboard ダッシュボード
      click お支払い
      @ /billing お支払い
      click プランを変更
      @ /billing/plans プラン一覧
      click チームプラン
      click 年払い
      click 変更を確定
      click カードの有効期限が切れています。エラー E-31
      click 変更を確定 ×2
    `,
    facts: {
      plan: /プランを変更|プラン一覧/,
      team: /チームプラン/,
      yearly: /年払い/,
      confirm: /変更を確定/,
      'three tries': /×3|3×|3 times|three times/,
    },
    errors: ['カードの有効期限が切れています。エラー E-31'],
    last: 'プラン一覧',
  },
];
