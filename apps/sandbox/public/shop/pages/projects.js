import { element } from '../../pages/element.js';
import { icon } from '../../pages/icons.js';
import { busy, button, field, heading, link, messageLine, valueOf } from '../parts.js';
import { go } from '../route.js';
import { addProject, projects } from '../stock.js';

const EXPORT_MS = 700;
/** So often an export fails before it works: a person gives up sooner. */
const FAILURES = 3;

export const projectsPage = () => ({
  title: 'Projects',
  kind: 'projects',
  content: () => [
    element(
      'div',
      { class: 'split' },
      heading('Projects'),
      link('/projects/new', 'New project', { class: 'button is-small' }),
    ),
    element('ul', { class: 'projects' }, ...projects().map(card)),
  ],
});

function card({ id, name, owner, done, tasks }) {
  const all = tasks.length + done;
  return element(
    'li',
    {},
    link(
      `/projects/${id}`,
      [
        element('span', { class: 'project-name' }, name),
        element('span', { class: 'project-owner' }, `${owner} · ${done} of ${all} done`),
        element('progress', { max: all, value: done, 'aria-label': `${name}: ${done} of ${all} done` }),
      ],
      { class: 'project', 'data-label': name },
    ),
  );
}

export const newProjectPage = () => ({
  title: 'New project',
  kind: 'narrow',
  content() {
    const { line, show, clear } = messageLine();
    const templates = ['Empty plan', 'Product launch', 'Event', 'Office move'];
    const template = element(
      'div',
      { class: 'field' },
      element('label', { for: 'template' }, 'Template'),
      element('select', { id: 'template' }, ...templates.map((name) => element('option', {}, name))),
    );
    const form = element(
      'form',
      { class: 'form', 'data-label': 'New project form', novalidate: true },
      field('Project name', { placeholder: 'Spring fair' }),
      template,
      line,
      button('Create project'),
    );
    form.addEventListener('submit', () => {
      clear();
      const name = valueOf(form, 0);
      if (name === '') show('bad', 'Give the project a name first');
      else go(`/projects/${addProject(name).id}`);
    });
    return [heading('New project', 'A name is enough; all else can change later.'), form];
  },
});

export function projectPage(id) {
  const project = projects().find((one) => one.id === id);
  if (!project) return null;
  return {
    title: project.name,
    kind: 'project',
    content() {
      const { line, show, clear } = messageLine();
      let tries = 0;
      const exported = async (pressed) => {
        clear();
        await busy(pressed, EXPORT_MS);
        tries += 1;
        if (tries > FAILURES) show('good', 'Your export is ready');
        else show('bad', 'The export failed', again);
      };
      const again = element(
        'button',
        { type: 'button', class: 'again', on: { click: () => exported(again) } },
        icon('again'),
        'Try again',
      );
      const start = element(
        'button',
        { type: 'button', class: 'button is-plain is-small', on: { click: () => exported(start) } },
        'Export plan',
      );
      return [
        element(
          'p',
          { class: 'crumb' },
          link('/projects', [icon('back'), 'Projects'], { 'data-label': 'Back to Projects' }),
        ),
        element('div', { class: 'split' }, heading(project.name, `${project.owner} keeps it`), start),
        line,
        element('ul', { class: 'tasks' }, ...project.tasks.map(task)),
      ];
    },
  };
}

const task = (words) =>
  element('li', {}, element('label', {}, element('input', { type: 'checkbox' }), element('span', {}, words)));
