import type { SummarisedAction, SummaryRequest } from '../summariser';

/** An answer of an LLM to a request. */
export interface Case {
  answer: string;
  request: SummaryRequest;
}

const visit = (origin: string, rows: string): SummaryRequest => {
  const actions: SummarisedAction[] = rows
    .trim()
    .split('\n')
    .map((row, i) => {
      const [type = '', text = '', path = '/'] = row.trim().split(' | ');
      return { i, type, text, url: origin + path, ts: 1_790_000_000 + i * 4 };
    });
  return { actions };
};

const EN = visit(
  'https://shop.oak.example',
  `pageview | User landed on the Desks collection page | /desks
   click | User clicked Walnut desk on the Desks collection page | /desks
   pageview | User landed on the Product page | /p/:id
   click | User clicked 160 cm on the Product page | /p/:id
   click | User clicked Add to cart on the Product page | /p/:id
   pageview | User landed on the Checkout page | /checkout
   type | User typed in the Email field on the Checkout page | /checkout
   type | User typed in the Postcode field on the Checkout page | /checkout
   click | User clicked Pay now on the Checkout page | /checkout
   click | User clicked Your bank declined the payment on the Checkout page | /checkout
   click | User clicked Pay now on the Checkout page | /checkout
   click | User clicked Pay now on the Checkout page | /checkout`,
);
const DE = visit(
  'https://app.werk.example',
  `pageview | Nutzer öffnete die Seite Rechnungen | /rechnungen
   click | Nutzer klickte auf Rechnung 4471 auf der Seite Rechnungen | /rechnungen
   pageview | Nutzer öffnete die Seite Rechnung | /rechnungen/:id
   type | Nutzer schrieb in das Feld IBAN auf der Seite Rechnung | /rechnungen/:id
   click | Nutzer klickte auf Speichern auf der Seite Rechnung | /rechnungen/:id
   click | Nutzer klickte auf Bitte eine gültige IBAN eingeben auf der Seite Rechnung | /rechnungen/:id
   click | Nutzer klickte auf Speichern auf der Seite Rechnung | /rechnungen/:id
   click | Nutzer klickte auf Speichern auf der Seite Rechnung | /rechnungen/:id`,
);
const FR = visit(
  'https://app.nuage.example',
  `pageview | L’utilisateur a ouvert la page Tarifs | /tarifs
   click | L’utilisateur a cliqué sur Formule Équipe sur la page Tarifs | /tarifs
   pageview | L’utilisateur a ouvert la page Paiement | /paiement
   type | L’utilisateur a saisi dans le champ Adresse sur la page Paiement | /paiement
   click | L’utilisateur a cliqué sur Payer sur la page Paiement | /paiement
   click | L’utilisateur a cliqué sur Paiement refusé par votre banque sur la page Paiement | /paiement
   click | L’utilisateur a cliqué sur Payer sur la page Paiement | /paiement`,
);
const ES = visit(
  'https://app.turno.example',
  `pageview | El usuario abrió la página Usuarios | /usuarios
   click | El usuario hizo clic en Invitar usuario en la página Usuarios | /usuarios
   type | El usuario escribió en el campo Correo en la página Usuarios | /usuarios
   click | El usuario hizo clic en Enviar invitación en la página Usuarios | /usuarios
   click | El usuario hizo clic en Se alcanzó el límite de usuarios en la página Usuarios | /usuarios
   click | El usuario hizo clic en Enviar invitación en la página Usuarios | /usuarios
   pageview | El usuario abrió la página Plan | /plan`,
);
const IT = visit(
  'https://app.lago.example',
  `pageview | User landed on the Ordini page | /ordini
   click | User clicked Ordine 882 on the Ordini page | /ordini
   click | User clicked Annulla ordine on the Ordini page | /ordini
   click | User clicked Ordine non trovato on the Ordini page | /ordini
   click | User clicked Annulla ordine on the Ordini page | /ordini`,
);
const NL = visit(
  'https://app.polder.example',
  `pageview | User landed on the Instellingen page | /instellingen
   click | User clicked Sleutel vernieuwen on the Instellingen page | /instellingen
   click | User clicked Sleutel is verlopen on the Instellingen page | /instellingen
   click | User clicked Sleutel vernieuwen on the Instellingen page | /instellingen`,
);
const JA = visit(
  'https://app.hana.example',
  `pageview | User landed on the お支払い page | /billing
   click | User clicked チームプラン on the お支払い page | /billing
   click | User clicked 変更を確定 on the お支払い page | /billing
   click | User clicked カードの有効期限が切れています on the お支払い page | /billing
   click | User clicked 変更を確定 on the お支払い page | /billing`,
);

const of = (request: SummaryRequest, ...answers: string[]): Case[] => answers.map((answer) => ({ answer, request }));

/** What an honest writer says of these visits. */
export const TRUTHFUL: readonly Case[] = [
  ...of(
    EN,
    'They chose Walnut desk in 160 cm and added it to the cart. On Checkout "Your bank declined the payment" appeared after Pay now, tried 3 times. They are still on Checkout. Probably they want to finish the order.',
    'The customer opened the Desks collection page, picked the Walnut desk and went to Checkout. Pay now was clicked three times; the page said "Your bank declined the payment". The order is unfinished.',
    'They filled in Email and Postcode on the checkout page and clicked "Pay now". The text "Your bank declined the payment" was shown. Probably they need another way to pay.',
    'The user browsed desks, selected 160 cm on the product page and tried to pay three times without success.',
    'They clicked Pay now 3 times on the Checkout page but the payment was not completed. Probably they want to buy the Walnut desk.',
    'They visited 3 pages: Desks collection, Product and Checkout. Nothing shows that the payment went through.',
    "The customer's bank declined the payment on Checkout. They clicked Pay now again twice within 10 seconds. Now they are on Checkout with the order unfinished.".replace(
      ' twice',
      '',
    ),
    'Walnut desk, 160 cm, was added to the cart. Pay now was tried 3 times. Probably they are attempting to complete the purchase.',
    'After landing on the Desks collection page, the visitor clicked Walnut desk, then Add to cart, then moved to Checkout and filled in two fields.',
    'On Checkout they typed in Email and Postcode and clicked Pay now; "Your bank declined the payment" followed. They then retried. Probably the purchase of a desk is the aim.',
    'They looked at the product page for Walnut desk and chose 160 cm. At checkout the payment failed with "Your bank declined the payment". They are still there.',
    'The shopper did not finish the order. The last thing clicked was Pay now on the Checkout page.',
    'First they opened the Desks collection, then the Product page. They added the desk to the cart and attempted to pay.',
    'They tried Pay now three times in under a minute. The message read "Your bank declined the payment". Probably they hope to pay by card.',
    'The customer was unable to pay: "Your bank declined the payment" was shown on the Checkout page.',
    'Started on the Desks collection page and ended on the Checkout page after 12 actions. Payment was declined.',
  ),
  ...of(
    DE,
    'Die Kundin öffnete Rechnungen und dann Rechnung 4471. Im Feld IBAN schrieb sie etwas, nach Speichern stand dort „Bitte eine gültige IBAN eingeben“. Sie hat es dreimal versucht. Wahrscheinlich will sie die IBAN ändern.',
    'Auf der Seite Rechnung wurde das Feld IBAN ausgefüllt und dreimal auf Speichern geklickt. Die Meldung war „Bitte eine gültige IBAN eingeben“.',
    'Der Nutzer klickte auf Rechnung 4471 und versuchte, die IBAN zu speichern. Das ist nicht gelungen, die Seite zeigte „Bitte eine gültige IBAN eingeben“.',
    'Zuletzt war der Kunde auf der Seite Rechnung. Speichern wurde 3 mal geklickt, ohne dass die Seite etwas bestätigt hat.',
    'Nach dem Öffnen der Rechnung 4471 füllte er das Feld IBAN aus. Die Eingabe wurde nicht gespeichert: „Bitte eine gültige IBAN eingeben“. Wahrscheinlich will er die Zahlung ändern.',
    'Die Person ist noch auf der Seite Rechnung. Vor der Meldung wurde Speichern geklickt, danach noch zweimal.'.replace(
      'noch zweimal',
      'wieder',
    ),
    'They opened Rechnung 4471 from the Rechnungen page and clicked "Speichern" 3 times; it said "Bitte eine gültige IBAN eingeben". Probably they want to change the IBAN.',
    'The user filled in IBAN on the Rechnung page and clicked Speichern. The text "Bitte eine gültige IBAN eingeben" was shown. The change is unfinished.',
  ),
  ...of(
    FR,
    'La cliente a ouvert la page Tarifs et choisi Formule Équipe. Sur la page Paiement, « Paiement refusé par votre banque » est apparu après Payer, essayé 2 fois. Probablement elle veut changer de formule.',
    "L'utilisateur a rempli le champ Adresse puis cliqué deux fois sur Payer. Le texte « Paiement refusé par votre banque » s'est affiché. Il est encore sur la page Paiement.",
    "Le client a consulté Tarifs, puis Paiement. Le paiement n'a pas été validé. Probablement il cherche un autre moyen de payer.",
    'Sur la page Paiement, le client a essayé de payer deux fois sans succès : « Paiement refusé par votre banque ».',
    "Après la page Tarifs, il a saisi son adresse et cliqué sur Payer. La commande n'est pas terminée.",
    'They opened Tarifs, chose Formule Équipe and clicked "Payer" twice on the Paiement page; it said "Paiement refusé par votre banque". Probably they want the team plan.',
    'The visitor is on the Paiement page. "Paiement refusé par votre banque" was shown after Payer, clicked 2 times.',
  ),
  ...of(
    ES,
    'El cliente abrió la página Usuarios y pulsó Invitar usuario. Tras Enviar invitación apareció «Se alcanzó el límite de usuarios»; lo intentó dos veces. Ahora está en la página Plan. Probablemente quiere más usuarios.',
    'En la página Usuarios escribió en Correo y pulsó Enviar invitación 2 veces. La página decía "Se alcanzó el límite de usuarios".',
    'La invitación no se envió: «Se alcanzó el límite de usuarios». Después abrió Plan.',
    'El usuario intentó invitar a otro usuario y luego abrió la página Plan. Probablemente busca un plan con más usuarios.',
    'Pulsó Enviar invitación dos veces sin éxito y terminó en la página Plan.',
    'They clicked "Enviar invitación" twice on Usuarios; it said "Se alcanzó el límite de usuarios". Now they are on Plan. Probably they want to invite more people.',
    'The customer opened Usuarios, then Plan. The invitation was not sent because "Se alcanzó el límite de usuarios" was shown.',
  ),
  ...of(
    IT,
    'Il cliente ha aperto la pagina Ordini e ha cliccato su Ordine 882. Ha provato Annulla ordine due volte e la pagina diceva "Ordine non trovato". Probabilmente vuole annullare un ordine.',
    'Sulla pagina Ordini è apparso «Ordine non trovato» dopo Annulla ordine, provato 2 volte.',
    "L'ordine non è stato annullato. Il cliente è ancora sulla pagina Ordini.",
    'They clicked Ordine 882 and then "Annulla ordine" twice on the Ordini page. It said "Ordine non trovato". Probably they want to cancel it.',
    'The user tried to cancel Ordine 882; "Ordine non trovato" was shown.',
  ),
  ...of(
    NL,
    'De klant opende Instellingen en klikte twee keer op Sleutel vernieuwen. Er stond "Sleutel is verlopen". Waarschijnlijk wil de klant een nieuwe sleutel.',
    'Op de pagina Instellingen verscheen „Sleutel is verlopen” na Sleutel vernieuwen, 2 keer geprobeerd.',
    'They clicked "Sleutel vernieuwen" twice on Instellingen. It said "Sleutel is verlopen". Probably they need a new key.',
    'De klant is nog op de pagina Instellingen en heeft niets opgeslagen.',
  ),
  ...of(
    JA,
    'お客様は「お支払い」ページで「チームプラン」を選び、「変更を確定」を2回クリックしました。「カードの有効期限が切れています」と表示されました。おそらくプランを変更したいようです。',
    '「変更を確定」のあとに「カードの有効期限が切れています」と表示され、変更は完了していません。',
    'ユーザーは「お支払い」ページにいます。変更は保存されませんでした。',
    'They chose チームプラン on the お支払い page and clicked "変更を確定" twice; it said "カードの有効期限が切れています". Probably they want to change the plan.',
  ),
];

/** The same visits with one thing in each that nothing says, by kind. */
export const LYING: Readonly<Record<string, readonly Case[]>> = {
  quotations: [
    ...of(
      EN,
      'They clicked Pay now on Checkout and saw "Insufficient funds on this card". Probably they want to pay.',
      'On the Checkout page it said "Payment timed out, try later". They clicked Pay now.',
      'They typed “please call me back” in the Email field on Checkout.',
      "The page said 'Card number is invalid' after Pay now.",
    ),
    ...of(
      DE,
      'Auf der Seite Rechnung stand „Die Rechnung wurde storniert“. Wahrscheinlich will sie die IBAN ändern.',
      'Nach Speichern hieß es „Server nicht erreichbar“.',
    ),
    ...of(FR, 'Sur la page Paiement, « Carte expirée » est apparu après Payer.'),
    ...of(ES, 'En la página Usuarios decía «El correo ya existe».'),
    ...of(IT, 'Sulla pagina Ordini è apparso «Pagamento rifiutato».'),
    ...of(NL, 'Op de pagina Instellingen stond "Verbinding verbroken".'),
    ...of(JA, '「お支払い」ページで「サーバーエラー」と表示されました。'),
  ],
  pages: [
    ...of(
      EN,
      'They opened the Returns page and then Checkout. Probably they want to pay.',
      'They visited the pricing page before they clicked Pay now on Checkout.',
      'After Checkout they went to the order history page. Probably they want to pay.',
      'They moved from the Product page to the gift cards page.',
      'They are now at /account/orders after clicking Pay now.',
    ),
    ...of(
      DE,
      'Die Kundin war zuletzt auf der Seite Mahnungen. Sie klickte auf Speichern.',
      'Er ging von der Rechnung auf die Kontaktseite und klickte auf Speichern.',
    ),
    ...of(
      FR,
      'Le client a ouvert la page Factures et a cliqué sur Payer.',
      'Il est maintenant sur la page Contact après Payer.',
    ),
    ...of(ES, 'El cliente abrió la página Facturas y pulsó Enviar invitación.'),
    ...of(IT, 'Il cliente ha aperto la pagina Spedizioni e ha cliccato su Annulla ordine.'),
    ...of(JA, 'ユーザーは「請求履歴」ページを開き、「変更を確定」をクリックしました。'),
  ],
  numbers: [
    ...of(
      EN,
      'They clicked Pay now 7 times on Checkout. Probably they want to pay.',
      'They tried Pay now five times on the Checkout page.',
      'They added a Walnut desk for $499.00 to the cart and went to Checkout.',
      'They visited 9 pages and clicked Pay now on Checkout.',
      'They stayed on Checkout for 20 minutes and clicked Pay now.',
      'They clicked Pay now twice on Checkout with order 88213.',
    ),
    ...of(
      DE,
      'Auf der Seite Rechnung wurde achtmal auf Speichern geklickt.',
      'Die Kundin öffnete Rechnung 9918 und klickte auf Speichern.',
    ),
    ...of(FR, 'Le client a cliqué sur Payer six fois sur la page Paiement.'),
    ...of(ES, 'El cliente pulsó Enviar invitación siete veces en la página Usuarios.'),
    ...of(IT, 'Il cliente ha provato Annulla ordine nove volte sulla pagina Ordini.'),
    ...of(JA, '「変更を確定」を8回クリックしました。'),
  ],
  names: [
    ...of(
      EN,
      'Maria Lopez clicked Pay now on Checkout. Probably she wants to pay.',
      'They tried to pay with PayPal on the Checkout page.',
      'They chose Walnut desk for their office in Berlin and clicked Pay now.',
      'They added an Oakridge Chair to the cart and clicked Pay now.',
      'They opened the desk page from Google Ads and clicked Pay now.',
      'Jonathan opened the Desks collection page and clicked Walnut desk.',
    ),
    ...of(
      DE,
      'Frau Schneider klickte auf Speichern auf der Seite Rechnung.',
      'Die Kundin Petra Vogel öffnete die Rechnung 4471.',
    ),
    ...of(FR, 'La cliente Sophie Martin a cliqué sur Payer sur la page Paiement.'),
    ...of(ES, 'El cliente pulsó Enviar invitación para Carlos en la página Usuarios.'),
    ...of(NL, 'De klant klikte op Sleutel vernieuwen voor Salesforce.'),
    ...of(JA, '田中様は「変更を確定」をクリックしました。'),
  ],
  success: [
    ...of(
      EN,
      'They clicked Pay now and the payment was successful. Probably they want a receipt.',
      'They paid for the Walnut desk on Checkout after three tries.',
      'They completed the purchase on the Checkout page. Probably they want a desk.',
      'After Pay now the order was confirmed on Checkout.',
      'The payment went through at the third try on Checkout.',
      'They successfully bought the Walnut desk.',
    ),
    ...of(
      DE,
      'Die Kundin hat die IBAN auf der Seite Rechnung erfolgreich gespeichert.',
      'Nach dem dritten Versuch wurde die IBAN gespeichert.',
    ),
    ...of(
      FR,
      'Le client a payé la Formule Équipe sur la page Paiement.',
      'Le paiement a été validé sur la page Paiement.',
    ),
    ...of(ES, 'El cliente envió la invitación con éxito en la página Usuarios.'),
    ...of(IT, "Il cliente ha annullato l'ordine con successo sulla pagina Ordini."),
    ...of(JA, '「変更を確定」をクリックし、支払いは成功しました。'),
  ],
  feelings: [
    ...of(
      EN,
      'They clicked Pay now three times and were frustrated. Probably they want to pay.',
      'The customer seems annoyed by "Your bank declined the payment" on Checkout.',
      'They were happy with the Walnut desk and clicked Pay now.',
      'They grew impatient on the Checkout page and clicked Pay now again.',
      'The visitor felt unsure on Checkout and clicked Pay now.',
    ),
    ...of(
      DE,
      'Die Kundin klickte verärgert dreimal auf Speichern auf der Seite Rechnung.',
      'Der Nutzer war frustriert und klickte auf Speichern.',
    ),
    ...of(FR, 'Le client, énervé, a cliqué deux fois sur Payer.'),
    ...of(ES, 'El cliente, frustrado, pulsó Enviar invitación dos veces.'),
    ...of(IT, 'Il cliente era arrabbiato e ha provato Annulla ordine due volte.'),
    ...of(NL, 'De klant was gefrustreerd en klikte twee keer op Sleutel vernieuwen.'),
    ...of(JA, 'お客様は困惑し、「変更を確定」を2回クリックしました。'),
  ],
};
