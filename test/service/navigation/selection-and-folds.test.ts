/** What a selection grows to in a config file, and what can be folded. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  foldsOfConfig,
  selectionsOfConfig,
} from '../../../server/src/service/navigation/config-structure.ts';

describe('a selection', () => {
  const text = '[chardev "m"]\n  backend = "socket"\n  host = "h"\n\n[mon]\n';
  const selections = (of: string) =>
    selectionsOfConfig(text)(text.indexOf(of) + 1).map(({ start, end }) => text.slice(start, end));
  const section = '[chardev "m"]\n  backend = "socket"\n  host = "h"';

  it('grows from a value to its line, its section and the file', () => {
    assert.deepEqual(selections('socket'), [
      ...['socket', '"socket"', 'backend = "socket"', '  backend = "socket"', section, text],
    ]);
  });

  it('grows from an id to its header', () => {
    assert.deepEqual(selections('"m"'), ['m', '"m"', '[chardev "m"]', section, text]);
  });

  it('does not grow outside of all sections', () => {
    assert.deepEqual(selectionsOfConfig('# note\n\n[mon]\n')(7), []);
  });
});

describe('in a config file', () => {
  const folds = (text: string) =>
    foldsOfConfig(text).map(({ at, kind }) => `${kind} ${text.slice(at.start, at.end)}`);

  it('sections fold without the blank lines and comments behind them', () => {
    const text = '[chardev "m"]\n  backend = "x"\n\n# about mon\n[mon]\r\n  chardev = "m"\r\n';
    assert.deepEqual(folds(text), [
      'section [chardev "m"]\n  backend = "x"',
      'section [mon]\r\n  chardev = "m"',
    ]);
  });

  it('comments of several lines fold, those of one do not', () => {
    assert.deepEqual(folds('# a\n# b\n# c\n\n# d\n[x]\n'), ['comment # a\n# b\n# c']);
  });

  it('a comment inside a section folds by itself', () => {
    assert.deepEqual(folds('[x]\n# a\n# b\nk = "v"\n'), [
      'section [x]\n# a\n# b\nk = "v"',
      'comment # a\n# b',
    ]);
  });
});
