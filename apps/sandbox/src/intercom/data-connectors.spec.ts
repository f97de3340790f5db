import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { type Sandbox, SANDBOX_CREDENTIALS, startSandbox } from '../index';

const RECORDED = JSON.parse(
  readFileSync(join(__dirname, '../../../../test/fixtures/intercom/data-connector-created.json'), 'utf8'),
) as Record<string, unknown>;
const ASKED = {
  name: 'Get Order Status',
  description: 'Looks up order status from an external service',
  http_method: 'get',
  url: 'https://api.example.com/orders/{{order_id}}/status',
  direct_fin_usage: true,
  audiences: ['leads', 'visitors'],
  headers: [{ name: 'Authorization', value: 'Bearer secret' }],
  data_inputs: [{ name: 'order_id', type: 'string', description: 'The order ID to look up', required: true }],
  customer_authentication: true,
  bypass_authentication: false,
  validate_missing_attributes: true,
};

describe("the sandbox's data connectors", () => {
  let sandbox: Sandbox;
  beforeEach(async () => void (sandbox = await startSandbox()));
  afterEach(() => sandbox.close());

  const create = (body: object, version = '2.16') =>
    request(`${sandbox.url}/intercom`)
      .post('/data_connectors')
      .set({ Authorization: `Bearer ${SANDBOX_CREDENTIALS.intercomToken}`, 'Intercom-Version': version })
      .send(body);

  it('are made as drafts, in the shape of the description, which shows no value of a header', async () => {
    const { body } = await create(ASKED).expect(201);
    const own = [
      'id',
      'execution_results_url',
      'created_by_admin_id',
      'updated_by_admin_id',
      'created_at',
      'updated_at',
    ];
    const alike = Object.entries(RECORDED).filter(([name]) => !own.includes(name));
    expect(body).toMatchObject({ ...Object.fromEntries(alike), id: expect.any(String) });
    expect(Object.keys(body)).toEqual(expect.arrayContaining(Object.keys(RECORDED)));
    expect(body.headers).toEqual([{ name: 'Authorization', value: '****' }]);
  });

  it('take the fields of an answer from the one that is given as a sample', async () => {
    const { body } = await create({ name: 'n', mock_response: { id: 5, found: true, page: '/', none: null } }).expect(
      201,
    );
    expect(body.configuration_response_type).toBe('mock_response_type');
    expect(body.response_fields.map(({ path, type }: Record<string, string>) => [path, type])).toEqual([
      ['id', 'integer'],
      ['found', 'boolean'],
      ['page', 'string'],
      ['none', 'unknown'],
    ]);
  });

  it.each([
    ['no name', { name: '' }, 'Name is required'],
    [
      'an audience that is none',
      { audiences: ['everybody'] },
      'Invalid audiences. Must be a subset of: leads, users, visitors',
    ],
    ['a sample that is a text', { mock_response: '{"a":1}' }, 'Invalid mock_response'],
    ['an input of no type', { data_inputs: [{ name: 'n', type: 'text' }] }, 'Invalid data_inputs'],
    ['an unknown field', { state: 'live' }, 'Invalid state'],
    ['another scheme', { url: 'ftp://x' }, 'Invalid url'],
  ])('refuse %s', async (_, change, message) => {
    const { body } = await create({ ...ASKED, ...change }).expect(422);
    expect(body.errors).toEqual([expect.objectContaining({ message })]);
  });

  it('are not there for older clients', async () => {
    await create(ASKED, '2.15').expect(404);
  });
});
