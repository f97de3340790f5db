import fc from 'fast-check';
import { readDeed } from '.';

describe('readDeed', () => {
  it.each([
    ['pageview', 'User landed on the Home page', 'view', 'Home', 'Home'],
    ['click', 'User clicked Export CSV button on the dashboard page', 'click', 'Export CSV', 'dashboard'],
    ['click', 'User clicked Jetzt bezahlen on the Kasse page', 'click', 'Jetzt bezahlen', 'Kasse'],
    ['submit', 'User submitted Payment form on the checkout page', 'submit', 'Payment form', 'checkout'],
    [
      'submit',
      'User submitted Search for "error codes" on the Help centre page',
      'search',
      'error codes',
      'Help centre',
    ],
    ['submit', 'User searched for "Felt desk mat"', 'search', 'Felt desk mat', ''],
    ['type', 'User typed in the First name field on the Application page', 'type', 'First name', 'Application'],
    ['focus', 'User focused the IBAN field on the Application page', 'focus', 'IBAN', 'Application'],
    ['blur', 'User left the IBAN field on the Application page', 'blur', 'IBAN', 'Application'],
    ['', 'Nutzer klickte auf Weiter auf der Seite Kasse', 'click', 'Weiter', 'Kasse'],
    ['pageview', 'Nutzer öffnete die Seite Rechnungen', 'view', 'Rechnungen', 'Rechnungen'],
    ['type', 'Nutzer schrieb in das Feld Straße auf der Seite Kasse', 'type', 'Straße', 'Kasse'],
    ['click', 'L’utilisateur a cliqué sur Payer sur la page Panier', 'click', 'Payer', 'Panier'],
    ['', 'El usuario buscó "factura" en la página Ayuda', 'search', 'factura', 'Ayuda'],
    ['', 'O usuário clicou em Salvar na página Perfil', 'click', 'Salvar', 'Perfil'],
  ])('%s: %s', (type, text, kind, label, page) => {
    expect(readDeed({ type, text })).toEqual({ kind, label, page });
  });

  it('keeps what was typed, and tells a message from a button', () => {
    expect(readDeed({ type: 'type', text: 'User typed walnut desk in the Search field on the Shop page' })).toEqual({
      kind: 'type',
      label: 'Search',
      page: 'Shop',
      value: 'walnut desk',
    });
    const text = 'User saw "Your bank declined the payment" on the Checkout page';
    for (const type of ['message', 'click', ''])
      expect(readDeed({ type, text })).toEqual({
        kind: 'message',
        label: 'Your bank declined the payment',
        page: 'Checkout',
      });
  });

  it('keeps whole what does not fit', () => {
    for (const text of ['ユーザーが「購入」をクリックしました', 'Kaufte ein', 'User', ''])
      expect(readDeed({ type: 'purchase', text })).toEqual({ kind: 'other', label: text, page: '' });
  });

  it('reads anything, and keeps whole what is too long for a sentence', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, type) => void readDeed({ type, text })));
    const long = 'User typed '.padEnd(200_000, ' in the field on the page ');
    expect(readDeed({ type: '', text: long }).label).toBe(long);
  });
});
