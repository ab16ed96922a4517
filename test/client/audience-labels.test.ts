import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import '../support/vscode-words.ts';
import { LANGUAGES, readBundle } from '../../scripts/strings.ts';
import { audienceWords } from '../../server/src/qemu/reach/audience.ts';
import { AUDIENCES } from '../../webview/src/map-model.ts';

const words = await import('../../client/src/inventory/audience-labels.ts');

describe('the words for who can open a monitor', () => {
  it('are a label and a sentence of its own for each', () => {
    const labels = AUDIENCES.map((one) => words.audienceLabel(one));
    const sentences = AUDIENCES.map((one) => words.audienceSentence(one));
    assert.equal(new Set([...labels, ...sentences]).size, 2 * AUDIENCES.length);
  });

  it('are the same in hovers, which the server writes, in each language', () => {
    for (const audience of AUDIENCES) {
      const [label, inHover] = [words.audienceLabel(audience), audienceWords(audience)];
      assert.equal(label.toLowerCase(), inHover.toLowerCase());
      for (const language of LANGUAGES) {
        const said = readBundle(language);
        assert.equal(said[label]?.toLowerCase(), said[inHover]?.toLowerCase(), language);
      }
    }
  });

  it('say of a group on which hosts its monitors are', () => {
    const [here, there] = [{ audience: 'host' }, { audience: 'host', onOtherHost: true }] as const;
    const elsewhere = { audience: 'network', onOtherHost: true } as const;
    assert.equal(words.groupLabel('host', [here, elsewhere]), 'Any local user');
    assert.equal(words.groupLabel('host', [there]), 'Any user of the remote host');
    const both = 'Any local user, here or on the remote host';
    assert.equal(words.groupLabel('host', [here, there]), both);
    assert.equal(words.groupLabel('network', [elsewhere]), 'Anyone on the network');
  });

  it('count one thing otherwise than several, and than none', () => {
    assert.equal(words.countedLabel('Nobody', 1), 'Nobody: 1 monitor');
    assert.equal(words.countedLabel('Nobody', 2), 'Nobody: 2 monitors');
    assert.equal(words.monitorCount(0), 'No monitor');
  });
});
