import express from 'express';
import request from 'supertest';
import { type Door, doorGuard, markDoor } from './door.guard';

const ROUTES = [
  { methods: ['POST', 'HEAD'], path: '/webhooks/intercom' },
  { methods: ['POST'], path: '/events/:product_id' },
];

const through = (door?: Door) => {
  const app = express();
  app.use((req, _res, next) => {
    if (door) markDoor(req, door);
    next();
  });
  app.use(doorGuard(ROUTES), (_req, res) => void res.json('inside'));
  return request(app);
};

describe('doorGuard', () => {
  it.each([
    ['post', '/webhooks/intercom'],
    ['head', '/webhooks/intercom'],
    ['post', '/webhooks/intercom/'],
    ['post', '/webhooks/intercom?x=1'],
    ['post', '/events/northwind%20shop'],
  ] as const)('lets %s %s in by the public door', async (method, path) => {
    await through('public')[method](path).expect(200);
  });

  it.each([
    ['get', '/webhooks/intercom'],
    ['get', '/'],
    ['get', '/health/ready'],
    ['get', '/queues'],
    ['post', '/Webhooks/Intercom'],
    ['post', '/webhooks/%69ntercom'],
    ['post', '/queues/..%2fwebhooks/intercom'],
    ['post', '//webhooks/intercom'],
    ['post', '/webhooks/intercom/more'],
    ['post', '/events/'],
    ['post', '/events/a/b'],
  ] as const)('answers 404 to %s %s at the public door', async (method, path) => {
    await through('public')[method](path).expect(404);
  });

  it('keeps the public routes off the private door, and opens the rest', async () => {
    await through('ops').get('/queues').expect(200);
    await through('ops').post('/webhooks/intercom').expect(404);
    await through('ops').get('/events/x').expect(404);
  });

  it('opens nothing to a request that came by no door', async () => {
    await through().get('/queues').expect(404);
    await through().post('/webhooks/intercom').expect(404);
  });
});
