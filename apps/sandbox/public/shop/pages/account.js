import { element } from '../../pages/element.js';
import { busy, button, field, heading, link, messageLine, valueOf } from '../parts.js';
import { go } from '../route.js';
import { visit } from '../visit.js';

const SAVE_MS = 400;

export const signUpPage = () => ({
  title: 'Sign up',
  kind: 'narrow',
  content: () => [
    heading('Start your first plan', 'Two weeks free, no card needed.'),
    entryForm('Sign up form', 'Create account', [field('Full name', { required: true, autocomplete: 'off' })]),
    element('p', { class: 'aside' }, 'Already with us? ', link('/login', 'Sign in')),
  ],
});

export const signInPage = () => ({
  title: 'Sign in',
  kind: 'narrow',
  content: () => [
    heading('Welcome back', 'Any address and any password will do here.'),
    entryForm('Sign in form', 'Sign in', []),
    element('p', { class: 'aside' }, 'New here? ', link('/signup', 'Start free')),
  ],
});

function entryForm(label, words, first) {
  const { line, show, clear } = messageLine();
  const send = button(words);
  const form = element(
    'form',
    { class: 'form', 'data-label': label, novalidate: true },
    ...first,
    field('Work email', { type: 'email', placeholder: 'you@company.example' }),
    field('Password', { type: 'password' }),
    line,
    send,
  );
  form.addEventListener('submit', async () => {
    clear();
    const [name, email] = first.length > 0 ? [valueOf(form, 0), valueOf(form, 1)] : [null, valueOf(form, 0)];
    if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) return show('bad', 'Please enter a valid email address');
    await busy(send, SAVE_MS);
    await visit.signIn(email, name || null);
    go('/projects');
  });
  return form;
}

export const settingsPage = () => ({
  title: 'Settings',
  kind: 'narrow',
  content() {
    const { line, show, clear } = messageLine();
    const { person } = visit;
    const save = button('Save changes');
    const form = element(
      'form',
      { class: 'form', 'data-label': 'Settings form' },
      field('Display name', { value: person?.name ?? '' }),
      field('Time zone', { value: 'Europe/Lisbon' }),
      toggle('Daily summary', true),
      toggle('Tell me when dates move', false),
      line,
      save,
    );
    form.addEventListener('submit', async () => {
      clear();
      await busy(save, SAVE_MS);
      show('good', 'Your changes are saved');
    });
    return [
      heading(
        'Settings',
        person ? `Signed in as ${person.email}` : 'You are not signed in; changes stay in this browser.',
      ),
      form,
    ];
  },
});

function toggle(label, on) {
  const box = element('input', { type: 'checkbox', role: 'switch', checked: on });
  return element('label', { class: 'toggle' }, element('span', {}, label), box);
}
