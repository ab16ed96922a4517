import assert from 'node:assert/strict';
import { describe, it, mock, type TestContext } from 'node:test';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { InventoryAnswer, InventoryParams } from '../../client/src/inventory/inventory.ts';
import { State } from '../support/vscode-words.ts';
import { machineWith } from './monitors.ts';

const { inventorySource } = await import('../../client/src/inventory/inventory-source.ts');

/** A question that waits for its answer. */
interface Question {
  readonly params: InventoryParams;
  readonly answer: (answer: Partial<InventoryAnswer>) => Promise<void>;
  readonly fail: () => Promise<void>;
}

/** A source with a server that answers when it is told to. Time passes when it is told to, too. */
function sourceFor(t: TestContext, state: number = State.Running) {
  mock.timers.enable({ apis: ['setTimeout'] });
  const questions: Question[] = [];
  let announce = (): void => {};
  let changeState = (): void => {};
  const client = {
    state,
    onNotification: (_: string, listener: () => void) => {
      announce = listener;
      return { dispose: () => {} };
    },
    onDidChangeState: (listener: () => void) => {
      changeState = listener;
      return { dispose: () => {} };
    },
    sendRequest: (_: string, params: InventoryParams) =>
      new Promise((resolve, reject) => {
        const nothing = { isWhole: false, isComplete: true, isRunning: false, limit: null };
        questions.push({
          params,
          answer: async (some) => {
            resolve({ ...nothing, state: 's', files: [], ...some });
            await settle();
          },
          fail: async () => {
            reject(new Error('gone'));
            await settle();
          },
        });
      }),
  };
  const source = inventorySource(client as unknown as BaseLanguageClient);
  const heard: string[] = [];
  source.onDidChange(() => heard.push(source.state().kind));
  t.after(() => {
    source.dispose();
    mock.timers.reset();
  });
  return {
    source,
    questions,
    heard,
    announce: () => announce(),
    become: (next: number) => {
      client.state = next;
      changeState();
    },
    pass: async (milliseconds: number) => {
      mock.timers.tick(milliseconds);
      await settle();
    },
    names: () => {
      const known = source.state();
      return known.kind === 'listed' ? known.inventory.machines.map(({ name }) => name) : [];
    },
  };
}

/** Lets all that follows from what has happened happen. */
async function settle(): Promise<void> {
  for (let count = 0; count < 10; count++) await Promise.resolve();
}

const told = (uri: string, name: string) => ({ uri, machines: [machineWith(uri, name, [])] });

describe('the source of the inventory', () => {
  it('asks when the server says that there is something else, and never on its own', async (t) => {
    const { source, questions, announce, pass, names, heard } = sourceFor(t);
    await pass(10_000);
    assert.equal(questions.length, 0);
    assert.equal(source.state().kind, 'idle');
    announce();
    await pass(200);
    await questions[0]?.answer({ isWhole: true, files: [told('a', 'one')] });
    assert.deepEqual([names(), heard], [['one'], ['listed']]);
  });

  it('makes one question of what happens in quick succession', async (t) => {
    const { questions, announce, pass } = sourceFor(t);
    for (let count = 0; count < 5; count++) {
      announce();
      await pass(20);
    }
    await pass(200);
    assert.equal(questions.length, 1);
  });

  it('has one question at a time, and asks again for what happens meanwhile', async (t) => {
    const { questions, announce, pass, names } = sourceFor(t);
    announce();
    await pass(200);
    announce();
    await pass(200);
    assert.equal(questions.length, 1);
    await questions[0]?.answer({ state: 'first', isWhole: true, files: [told('a', 'one')] });
    assert.equal(questions.length, 2);
    await questions[1]?.answer({ state: 'second', files: [told('b', 'two')] });
    assert.deepEqual(names(), ['one', 'two']);
    assert.equal(questions.length, 2);
  });

  it('says what it knows, and so is told what it does not', async (t) => {
    const { questions, announce, pass } = sourceFor(t);
    for (const state of ['first', 'second']) {
      announce();
      await pass(200);
      await questions.at(-1)?.answer({ state });
    }
    announce();
    await pass(200);
    const states = questions.map(({ params }) => params.state);
    assert.deepEqual(states, [undefined, 'first', 'second']);
  });

  it('fires no event for an answer without news', async (t) => {
    const { questions, announce, pass, heard } = sourceFor(t);
    for (let count = 0; count < 3; count++) {
      announce();
      await pass(200);
      await questions.at(-1)?.answer({ files: [told('a', 'one')] });
    }
    assert.deepEqual(heard, ['listed']);
  });

  it('asks at once before an action, and answers with the newest list', async (t) => {
    const { source, questions, names } = sourceFor(t);
    const settled = source.settled();
    assert.equal(questions.length, 1);
    await questions[0]?.answer({ files: [told('a', 'one')] });
    assert.equal(await settled, source.state());
    assert.deepEqual(names(), ['one']);
  });

  it('keeps what it knows when a question fails', async (t) => {
    const { questions, announce, pass, names } = sourceFor(t);
    announce();
    await pass(200);
    await questions[0]?.answer({ files: [told('a', 'one')] });
    announce();
    await pass(200);
    await questions[1]?.fail();
    assert.deepEqual(names(), ['one']);
  });

  it('says whether the server starts, runs, or does neither', async (t) => {
    const { questions, become, pass, heard } = sourceFor(t, State.Stopped);
    become(State.Starting);
    await pass(200);
    become(State.Running);
    await pass(200);
    await questions[0]?.answer({});
    become(State.Stopped);
    await pass(200);
    become(State.Stopped);
    await pass(200);
    become(State.Running);
    await pass(200);
    await questions[1]?.answer({});
    assert.deepEqual(heard, ['starting', 'listed', 'stopped', 'listed']);
  });

  it('says that a server does not run that could not be started', async (t) => {
    const { become, pass, heard, source } = sourceFor(t, State.Stopped);
    assert.equal((await source.settled()).kind, 'idle', 'it was not asked for yet');
    become(State.Starting);
    await pass(200);
    become(State.StartFailed);
    await pass(200);
    assert.deepEqual(heard, ['starting', 'stopped']);
  });

  it('asks nothing any more once it is disposed of', async (t) => {
    const { source, questions, announce, pass } = sourceFor(t);
    announce();
    source.dispose();
    await pass(200);
    assert.equal(questions.length, 0);
  });
});
