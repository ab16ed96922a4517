/** The law of clients over random projects: no client is cut off without a word, and none is named for no reason. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { LANGUAGES } from '../../server/src/languages/index.ts';
import { judgeProject } from './projects.ts';

/** How many projects are tried with each run of the tests. */
const PROJECTS = 300;

await Promise.all(LANGUAGES.map(({ loading }) => loading?.load()));

it('a fix takes each client of a project along or names it', () => {
  for (let index = 0; index < PROJECTS; index++) {
    assert.equal(judgeProject(20261201, index), undefined, `project ${index}`);
  }
});
