/** A write through a name that only a run knows leaves no variable of a Makefile certain that it may mean. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { monitorReaches } from '../../server/src/rules/findings/monitor-finding.ts';
import { analyzeText } from '../support/check.ts';

/** Lines behind `MON = none`, after which MON may be another one. */
const WRITES: readonly string[] = [
  '$(NAME) = x',
  '$(P)ON := x',
  'M$(P) += x',
  'define $(NAME)\nx\nendef',
  'undefine $(NAME)',
  '$(eval $(v))',
  '$(eval $(shell cat settings))',
  '$(eval $(NAME) = x)',
  '$(foreach n,$(NAMES),$(eval $(n) = x))',
  'include $(X)',
  'include settings.mk',
  'include $(wildcard conf/*.mk)',
  'ifdef A\n$(NAME) = x\nendif',
];

/** Lines behind which it is surely `none`. */
const OTHERS: readonly string[] = [
  '$(P)_PORT = x',
  'MON_$(P) = x',
  '$(eval X := $(shell date))',
  '-include settings.mk',
  '-include $(DEPS)',
  '-include $(OBJECTS:.o=.d)',
];

const OPTIONS = { languageId: 'makefile', path: '/w/Makefile' };
const LAUNCH = 'run:\n\tqemu-system-x86_64 -monitor $(MON)\n';

function isUnknown(text: string): boolean {
  const { machines } = analyzeText(`${text}\n${LAUNCH}`, OPTIONS).connections;
  assert.ok(machines.length > 0);
  return machines.flatMap(monitorReaches).some(({ reach }) => reach.who === 'unknown');
}

describe('a monitor in a Makefile', () => {
  for (const lines of WRITES) {
    it(`is unknown behind ${lines}`, () => assert.ok(isUnknown(`MON = none\n${lines}`)));
    it(`is known before ${lines}`, () => assert.ok(!isUnknown(`${lines}\nMON = none`)));
  }
  for (const lines of OTHERS) {
    it(`is known behind ${lines}`, () => assert.ok(!isUnknown(`MON = none\n${lines}`)));
  }
  it('is known behind all of these if it was overridden', () => {
    assert.ok(!isUnknown(`override MON = none\n${WRITES.join('\n')}`));
  });

  it('keeps the finding of the value that is written', () => {
    const { findings } = analyzeText(`MON = tcp::4444,server\n$(NAME) = x\n${LAUNCH}`, OPTIONS);
    assert.deepEqual(
      findings.map(({ rule }) => rule),
      ['monitor-on-network'],
    );
  });

  it('has both values if one of two variables is written', () => {
    const text = 'MON = none\nNAME = MON\nifdef X\nNAME = Y\nendif\n$(NAME) = tcp::4444,server';
    const { findings } = analyzeText(`${text}\n${LAUNCH}`, OPTIONS);
    assert.equal(findings.length, 1);
  });
});
