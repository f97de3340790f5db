import { Logger } from '@nestjs/common';
import type { ActivityFinder, Asked } from '@app/activity';
import { Settings } from '@app/config';
import { McpTool } from './mcp.tool';

const request = (method: string) =>
  new Request('http://localhost/mcp', {
    method: 'POST',
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-method': method,
      'mcp-protocol-version': '2026-07-28',
    },
  });

const started = async (find: (asked: Asked) => Promise<unknown>, MCP = true) => {
  const tool = new McpTool(Object.assign(new Settings(), { MCP }), { find } as unknown as ActivityFinder);
  await tool.onModuleInit();
  return tool;
};

describe('the tool customer_activity', () => {
  const call = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'customer_activity', arguments: { email: 'a@x.example' } },
  };
  const legacy = () =>
    new Request('http://localhost/mcp', {
      method: 'POST',
      headers: { accept: 'application/json, text/event-stream', 'content-type': 'application/json' },
    });

  it('asks for exactly the names that it was given', async () => {
    const asked: Asked[] = [];
    const tool = await started(async (names) => {
      asked.push(names);
      return { found: false };
    });
    const text = await (await tool.answer(legacy(), call)).text();
    expect(asked).toEqual([{ email: 'a@x.example' }]);
    expect(text).toContain('"structuredContent":{"found":false}');
    await tool.onModuleDestroy();
  });

  it('says that it is not available while Redis is away, without its words', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation();
    const tool = await started(() => Promise.reject(new Error('connect ECONNREFUSED 10.0.0.1')));
    const text = await (await tool.answer(legacy(), call)).text();
    expect(text).toContain('"isError":true');
    expect(text).toContain('ask again later');
    expect(text).not.toContain('ECONNREFUSED');
    expect(logged).toHaveBeenCalledTimes(1);
    logged.mockRestore();
  });

  it('opens no stream of subscriptions', async () => {
    const tool = await started(() => Promise.reject(new Error('not asked')));
    const listen = {
      jsonrpc: '2.0',
      id: 1,
      method: 'subscriptions/listen',
      params: {
        notifications: { toolsListChanged: true },
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    };
    const answer = await tool.answer(request('subscriptions/listen'), listen);
    expect(await answer.text()).toContain('Subscription limit reached');
  });

  it('is not there where MCP is off', async () => {
    const tool = await started(async () => ({ found: false }), false);
    await expect(tool.answer(legacy(), call)).rejects.toMatchObject({ status: 404 });
  });
});
