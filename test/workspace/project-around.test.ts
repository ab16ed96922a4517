/** The project around fixes, which uses analyses that exist. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../server/src/service/language-service.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings/settings.ts';
import { UNSUPERVISED } from '../../server/src/workspace/attention.ts';
import { fileStore } from '../../server/src/workspace/files/file-store.ts';
import { projectsAround } from '../../server/src/workspace/project-around.ts';
import { PortIndex } from '../../server/src/workspace/walk/port-index.ts';

const PATH = '/w/run.sh';
const TEXT = 'kvm -monitor tcp:0.0.0.0:4444,server\n';

function analysisOf(text: string) {
  return analyze({ text, languageId: 'shellscript', path: PATH }, DEFAULT_SETTINGS);
}

/** Asks for the project around a port of the file; returns its analysis of the file, and how many were made for it. */
async function ask(made: readonly ReturnType<typeof analyze>[]) {
  const absent = { kind: 'absent' } as const;
  const file = { kind: 'text', path: PATH, text: TEXT, stamp: '' } as const;
  const empty = { entries: [], enter: async () => empty, read: async () => absent };
  const access = {
    folders: () => ['/w'],
    contains: () => true,
    read: async (path: string) => (path === PATH ? file : absent),
    stamp: async () => undefined,
    visit: async () => empty,
  };
  const index = new PortIndex({ access, leftOut: assert.fail, turn: async () => {} });
  index.placesOf = () => new Map([[PATH, [{ path: PATH, at: { start: 25, end: 29 }, line: 1 }]]]);
  let count = 0;
  const around = projectsAround({
    index,
    store: fileStore(access, () => undefined, assert.fail),
    attention: {
      ...UNSUPERVISED,
      analyze: (...given) => {
        count++;
        return analyze(...given);
      },
    },
    documents: () => [],
    openText: () => undefined,
    isInside: () => true,
    failed: assert.fail,
    settingsOf: () => DEFAULT_SETTINGS,
  });
  return { own: (await around(['4444'], { made })).analysisOf(PATH), count };
}

describe('the project around fixes', () => {
  it('uses an analysis at hand', async () => {
    const own = analysisOf(TEXT);
    assert.deepEqual(await ask([own]).then((found) => [found.own === own, found.count]), [true, 0]);
  });

  it('looks again where the text is another, or there was nothing to find', async () => {
    for (const made of [[], [analysisOf(`true\n${TEXT}`)], [analysisOf('nc -l 4444\n')]]) {
      const { own, count } = await ask(made);
      assert.deepEqual([own?.source.text, count], [TEXT, 1]);
    }
  });
});
