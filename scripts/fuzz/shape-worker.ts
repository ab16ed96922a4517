/**
 * Looks at a text as a review does, offers and makes all fixes as an editor has it done, and lists its monitors; tells what
 * each takes of the processor.
 */
import { parentPort } from 'node:worker_threads';
import { LANGUAGES } from '../../server/src/languages/index.ts';
import { type Analysis, analyze } from '../../server/src/service/analysis/analyze.ts';
import { findingsOf } from '../../server/src/service/analysis/file-findings.ts';
import { fixAll, settledEdits } from '../../server/src/service/fixes/fix-all.ts';
import { renderFixes } from '../../server/src/service/fixes/render-fix.ts';
import { inventoryOf } from '../../server/src/service/inventory/inventory.ts';
import { DEFAULT_SETTINGS } from '../../server/src/service/settings/settings.ts';

/** What is looked at. */
export interface LongText {
  readonly languageId: string;
  readonly path: string;
  readonly text: string;
}

/** Seconds of CPU time by step. */
export type StepTimes = Readonly<Record<string, number>>;

const SETTINGS = { ...DEFAULT_SETTINGS, neighbours: true };

function timesOf(source: LongText): StepTimes {
  const times: Record<string, number> = {};
  let before = process.cpuUsage();
  const note = (step: string): void => {
    const { user, system } = process.cpuUsage(before);
    times[step] = (user + system) / 1e6;
    before = process.cpuUsage();
  };
  const { path } = source;
  const look = (text: string) => analyze({ ...source, text }, SETTINGS, { get: () => null });
  const analysis = look(source.text);
  findingsOf(path, analysis, []);
  note('find');
  renderFixes(analysis, SETTINGS);
  note('offer');
  const choose = (all: Analysis) =>
    fixAll([{ path, findings: findingsOf(path, all.whole(), []) }], {
      within: path,
      render: (of, taken) => renderFixes(of, of.settings, taken, 'safe'),
    });
  settledEdits(source.text, choose(analysis), (text) => choose(look(text)));
  note('fix');
  inventoryOf(analysis);
  note('list');
  return times;
}

await Promise.all(LANGUAGES.map(({ loading }) => loading?.load()));
parentPort?.on('message', (source: LongText) => parentPort?.postMessage(timesOf(source)));
parentPort?.postMessage({});
