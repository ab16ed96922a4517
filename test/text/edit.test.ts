import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyEdits, type Edit, editsOverlap, sortEdits } from '../../server/src/text/edit.ts';

function edit(start: number, end: number, text: string): Edit {
  return { at: { start, end }, text };
}

test('an edit replaces, inserts or deletes', () => {
  assert.equal(applyEdits('tcp:host:1', [edit(4, 8, 'other')]), 'tcp:other:1');
  assert.equal(applyEdits('tcp:host:1', [edit(4, 4, 'my')]), 'tcp:myhost:1');
  assert.equal(applyEdits('tcp:host:1', [edit(3, 8, '')]), 'tcp:1');
  assert.equal(applyEdits('tcp:host:1', []), 'tcp:host:1');
});

test('edits count in the text as it was, whatever their order', () => {
  const edits = [edit(8, 10, ':2'), edit(0, 3, 'unix'), edit(4, 8, '')];
  assert.equal(applyEdits('tcp:host:1', edits), 'unix::2');
  const starts = sortEdits(edits).map(({ at }) => at.start);
  assert.deepEqual(starts, [0, 4, 8]);
});

test('insertions at one place keep their order and come before a replacement that begins there', () => {
  const edits = [edit(1, 2, 'X'), edit(1, 1, 'first '), edit(1, 1, 'second ')];
  assert.equal(applyEdits('abc', edits), 'afirst second Xc');
});

test('edits that touch do not overlap', () => {
  const edits = [edit(0, 1, 'x'), edit(1, 2, 'y'), edit(2, 2, '!')];
  assert.equal(editsOverlap(edits), false);
  assert.equal(applyEdits('ab', edits), 'xy!');
});

test('edits that change the same character give no text', () => {
  const edits = [edit(0, 3, 'x'), edit(2, 4, 'y')];
  assert.equal(editsOverlap(edits), true);
  assert.equal(applyEdits('abcd', edits), undefined);
});

test('an insertion inside a replaced stretch overlaps it', () => {
  assert.equal(editsOverlap([edit(0, 3, 'x'), edit(1, 1, 'y')]), true);
});

test('edits outside the text give no text', () => {
  assert.equal(applyEdits('ab', [edit(1, 3, '')]), undefined);
  assert.equal(applyEdits('ab', [edit(-1, 1, '')]), undefined);
});

test('an edit that ends before it starts gives no text', () => {
  assert.equal(applyEdits('abc', [edit(2, 1, 'x')]), undefined);
});
