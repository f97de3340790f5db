import { element } from '../../pages/element.js';
import { icon } from '../../pages/icons.js';
import { busy, button, field, heading, link, messageLine } from '../parts.js';
import { go } from '../route.js';
import { PLANS } from '../stock.js';
import { visit } from '../visit.js';

const DECLINED = '4000 0000 0000 0002';
const WORKS = '4242 4242 4242 4242';
const BANK_MS = 900;

const price = (plan, yearly) => (plan.month === 0 ? 'Free' : `€${yearly ? Math.round(plan.month * 0.8) : plan.month}`);

export const pricingPage = () => ({
  title: 'Pricing',
  kind: 'pricing',
  content() {
    const plans = element('div', { class: 'plans' });
    const show = (yearly) => plans.replaceChildren(...PLANS.map((plan) => planCard(plan, yearly)));
    const choice = ['Monthly', 'Yearly'].map((name) =>
      element('button', { type: 'button', 'aria-pressed': String(name === 'Monthly') }, name),
    );
    choice.forEach((pressed, at) =>
      pressed.addEventListener('click', () => {
        choice.forEach((one) => one.setAttribute('aria-pressed', String(one === pressed)));
        show(at === 1);
      }),
    );
    show(false);
    return [
      element(
        'div',
        { class: 'split' },
        heading('Pay for people, not for plans', 'Two weeks free. Leave whenever you like.'),
        element('div', { class: 'segments', role: 'group', 'aria-label': 'Billing period' }, ...choice),
      ),
      plans,
    ];
  },
});

function planCard(plan, yearly) {
  return element(
    'section',
    { class: plan.best ? 'plan is-best' : 'plan', 'aria-label': plan.name },
    element('h2', {}, plan.name, plan.best ? element('span', { class: 'tag' }, 'Most teams') : null),
    element(
      'p',
      { class: 'price' },
      price(plan, yearly),
      plan.month === 0 ? null : element('small', {}, ' a person and month'),
    ),
    element('p', {}, plan.words),
    element('ul', {}, ...plan.has.map((has) => element('li', {}, icon('good'), has))),
    plan.month === 0
      ? link('/signup', `Start with ${plan.name}`, { class: 'button is-plain' })
      : link(`/checkout?plan=${plan.id}`, `Choose ${plan.name}`, { class: plan.best ? 'button' : 'button is-plain' }),
  );
}

export const checkoutPage = (query) => ({
  title: 'Checkout',
  kind: 'checkout',
  content() {
    const plan = PLANS.find(({ id }) => id === query.get('plan')) ?? PLANS[1];
    const { line, show, clear } = messageLine();
    const card = field('Card number', { inputmode: 'numeric', required: true, placeholder: '0000 0000 0000 0000' });
    const number = card.querySelector('input');
    const pay = button('Pay now');
    const name = field('Name on card', { required: true });
    /** One press is enough to go on: who tries it has no card at hand. */
    const fill = (value) => () => {
      number.value = value;
      name.querySelector('input').value ||= visit.person?.name ?? 'Lea Brandt';
      clear();
    };
    const form = element(
      'form',
      { class: 'form', 'data-label': 'Payment form' },
      name,
      card,
      element(
        'p',
        { class: 'fills' },
        'Try it with ',
        element('button', { type: 'button', class: 'fill', on: { click: fill(DECLINED) } }, 'a card that is declined'),
        ' or ',
        element('button', { type: 'button', class: 'fill', on: { click: fill(WORKS) } }, 'one that works'),
        '.',
      ),
      element(
        'div',
        { class: 'pair' },
        field('Expiry date', { placeholder: 'MM / YY' }),
        field('Security code', { placeholder: '•••' }),
      ),
      line,
      pay,
    );
    form.addEventListener('submit', async () => {
      clear();
      await busy(pay, BANK_MS);
      if (number.value.replaceAll(/\D/g, '').endsWith('4242')) go('/checkout/done');
      else show('bad', 'Your bank declined the payment');
    });
    return [
      heading('Checkout'),
      element(
        'div',
        { class: 'columns' },
        form,
        element(
          'aside',
          { class: 'sum', 'aria-label': 'Your order' },
          element('h2', {}, `${plan.name} plan`),
          element(
            'dl',
            {},
            ...rows([
              ['5 people', `€${plan.month * 5}`],
              ['Trial', '2 weeks free'],
              ['Due today', '€0'],
              ['Then monthly', `€${plan.month * 5}`],
            ]),
          ),
          link('/pricing', 'Change the plan'),
        ),
      ),
    ];
  },
});

const rows = (pairs) =>
  pairs.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value)));

export const paidPage = () => ({
  title: 'Order confirmation',
  kind: 'done',
  content: () => [
    element(
      'div',
      { class: 'done' },
      element('span', { class: 'done-mark' }, icon('good')),
      heading('Welcome aboard', 'Your plan is active. The receipt is on its way to your inbox.'),
      link('/projects', 'Go to your projects', { class: 'button' }),
    ),
  ],
});
