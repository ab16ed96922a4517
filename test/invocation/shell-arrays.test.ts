import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkTable, everyLine as lines } from '../support/shell-lines.ts';

describe('elements with keys', () => {
  checkTable(lines, {
    'take the place of those that are there': [
      'declare -A c=([k]=a [l]=b); c+=([k]=v); kvm ${c[k]} ${c[l]} ${#c[@]}',
      'v b 2',
    ],
    'take the place of others in the same list': [
      'declare -A c=([k]=a [k]=b); kvm ${c[k]} ${#c[@]}',
      'b 1',
    ],
    'stand where their numbers say': [
      'c=([3]=a [7]=b); c+=([5]=v [6]=w); kvm ${c[@]} ${c[5]} ${c[6]}',
      'a v w b v w',
    ],
    'replace numbered ones': ['c=(a b); c+=([1]=v [5]=w [6]=x); kvm ${c[@]} ${c[6]}', 'a v w x x'],
    'replace in a branch only': [
      'declare -A c=([k]=a); if x; then c+=([k]=v); fi; kvm ${c[k]}',
      ...['a', 'v'],
    ],
    'grow in a branch': [
      'declare -A c=([k]=a); if x; then c+=([l]=v); fi; kvm ${c[k]} ${c[l]}',
      ...['a', 'a v'],
    ],
    'make everything unknown without a key': ['c=([3]=a); c+=([5]=v w); kvm ${c[5]}', '?'],
    'make everything unknown with a key that is': [
      'declare -A c=([k]=a); c+=([$1]=v); kvm "${c[k]}" "${#c[@]}"',
      '? ?',
    ],
  });
});

describe('an element that is set', () => {
  checkTable(lines, {
    'grows by text': ['c=(a b); c[1]+=v; c[2]+=w; kvm ${c[1]} ${c[2]}', 'bv w'],
    'grows under its key': ['declare -A c=([k]=a); c[k]+=v; kvm ${c[k]}', 'av'],
    'is unknown behind an unknown number of words': ['a=($1 c); a[5]=v; kvm "${a[@]}"', '?'],
    'is unknown where it may be one of several': ['a=($1); a[0]=v; kvm "${a[@]}"', '?'],
    'is unknown behind a word that may be missing': [
      'a=(u); if x; then a+=(v); fi; a+=(w); a[1]=y; kvm "${a[@]}" - "${a[1]}"',
      '? - ?',
    ],
    'is known in front of it': [
      'a=(u); if x; then a+=(v); fi; a+=(w); a[0]=y; kvm "${a[@]}" - "${a[0]}" "${a[-1]}"',
      'y v w - y w',
    ],
  });

  it('is not looked for where a word in front may be missing', () => {
    assert.deepEqual(lines('a=(u); if x; then a+=(v); fi; a+=(w); kvm "${a[1]}"'), ['?']);
    assert.deepEqual(lines('a=(); if x; then a+=(v); fi; a+=(w); kvm "${a[0]}"'), ['?']);
    assert.deepEqual(lines('a=(u); if x; then a+=(v); fi; kvm "${a[1]}"'), ['v']);
  });
});

describe('variables that are declared to be integers', () => {
  checkTable(lines, {
    'keep plain numbers': ['declare -i x=5; kvm $x; x=6; kvm $x', '5', '6'],
    'sum up what is added': ['declare -i x=5; x+=1; kvm $x', '?'],
    'sum up in their declaration': ['declare -i x=5; declare -i x+=2; kvm $x', '?'],
    'calculate what they are given': ['declare -i x; y=4; x=y+1; kvm $x', '?'],
    'calculate in the next round of a loop': [
      'while a; do x=1+1; kvm $x; declare -i x; done',
      ...['1+1', '?'],
    ],
    'take a leading zero for octal': ['declare -i x=010; kvm $x', '?'],
  });
});
