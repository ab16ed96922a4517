import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ELLIPSIS, fitText } from '../../webview/src/layout/fit-text.ts';
import { estimate } from './arbitrary-map.ts';

describe('a text that is fitted', () => {
  it('is left alone where there is room', () => {
    assert.equal(fitText('mon0', 'plain', 100, estimate), 'mon0');
  });

  it('loses its end, or its middle where both ends matter', () => {
    const path = '/var/lib/libvirt/qemu/domain-1-web/monitor.sock';
    assert.equal(fitText(path, 'plain', 100, estimate), '/var/lib/libv…');
    assert.equal(fitText(path, 'plain', 100, estimate, 'middle'), '/var/li…r.sock');
  });

  it('is not longer than the room, and nothing where that is too small for an ellipsis', () => {
    const width = fc.double({ min: 0, max: 400, noNaN: true });
    const where = fc.constantFrom('end' as const, 'middle' as const);
    fc.assert(
      fc.property(fc.string({ maxLength: 900 }), width, where, (text, room, side) => {
        const fitted = fitText(text, 'small', room, estimate, side);
        assert.ok(estimate(fitted, 'small') <= room);
        assert.ok(fitted === text || fitted === '' || fitted.includes(ELLIPSIS));
      }),
    );
  });

  it('keeps letters whole that are made of several characters', () => {
    const family = '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}';
    const fitted = fitText(family.repeat(9), 'plain', 200, estimate);
    assert.equal(fitted.replaceAll(family, ''), ELLIPSIS);
  });
});
