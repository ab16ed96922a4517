/** Languages whose reader is loaded when a file needs it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Later, loadedLater } from '../../server/src/languages/loaded-later.ts';
import type { LanguageSupport, Loading } from '../../server/src/languages/support.ts';
import { SYSTEMD } from '../../server/src/languages/systemd/index.ts';
import { analyzeSettled } from '../../server/src/workspace/analyze-settled.ts';

const UNIT = '[Service]\nExecStart=/usr/bin/kvm -monitor tcp::4444,server\n';

function languageOf(load: () => Promise<Later>): LanguageSupport & { readonly loading: Loading } {
  const language = loadedLater(SYSTEMD, load);
  assert.ok(language.loading);
  return { ...language, loading: language.loading };
}

describe('a language that is loaded later', () => {
  it('has nothing in any text before, and is what was loaded afterwards', async () => {
    const language = loadedLater(SYSTEMD, () => Promise.resolve(SYSTEMD));
    assert.equal(language.loading?.isLoaded(), false);
    assert.deepEqual(language.lower(UNIT), []);
    assert.equal(language.comments, undefined);
    assert.equal(language.edit.addWords, undefined);
    await language.loading?.load();
    assert.equal(language.loading?.isLoaded(), true);
    assert.equal(language.lower(UNIT).length, 1);
    assert.equal(language.comments, SYSTEMD.comments);
    assert.equal(language.edit, SYSTEMD.edit);
    assert.equal(language.complete, SYSTEMD.complete);
  });

  it('is loaded once, and again where that has failed', async () => {
    let loads = 0;
    const { loading } = languageOf(() => {
      loads++;
      return loads === 1 ? Promise.reject(new Error('no')) : Promise.resolve(SYSTEMD);
    });
    await assert.rejects(loading.load());
    await Promise.all([loading.load(), loading.load()]);
    await loading.load();
    assert.equal(loads, 2);
    assert.equal(loading.isLoaded(), true);
  });

  it('is awaited by an analysis, which then runs again', async () => {
    const language = languageOf(() => Promise.resolve(SYSTEMD));
    const settle = () =>
      analyzeSettled({
        analyze: () => language.lower(UNIT),
        unreadBy: () => (language.loading.isLoaded() ? undefined : language.loading),
        wantedBy: () => [],
        load: () => Promise.resolve(),
      });
    assert.equal((await settle()).length, 1);
  });

  it('is done without where it cannot be loaded', async () => {
    const language = languageOf(() => Promise.reject(new Error('no')));
    const made = await analyzeSettled({
      analyze: () => language.lower(UNIT),
      unreadBy: () => language.loading,
      wantedBy: () => [],
      load: () => Promise.resolve(),
    });
    assert.deepEqual(made, []);
  });
});
