/** Groups of config files (`vm_config_groups`) in QEMU 5.2 to 11.1; test/qemu/tables.test.ts compares them. */
import { knownText, type MappedText } from '../../text/mapped-text.ts';
import { splitWords } from '../../text/split-words.ts';
import { closest, isTemplate, type Refusal, refusal, withRepair } from '../options/refusal.ts';
import { isIn, type QemuVersion, type Versioned } from '../options/version.ts';

interface GroupRow extends Versioned {
  readonly name: string;
}

export const CONFIG_GROUPS: readonly GroupRow[] = [
  ...splitWords(`
    accel acpi add-fd boot-opts chardev device drive fsdev fw_cfg global icount iscsi machine memory
    mon msg name net netdev nic numa object option-rom overcommit rtc sandbox smbios smp-opts spice
    tpmdev trace virtfs vnc
  `),
  // Groups that only other targets have.
  'semihosting-config',
]
  .map((name): GroupRow => ({ name }))
  .concat([
    { name: 'action', since: 600 },
    { name: 'audiodev', since: 800 },
    { name: 'cpudef', until: 202 },
    { name: 'plugin', since: 600 },
    { name: 'realtime', until: 600 },
    { name: 'run-with', since: 801 },
  ]);

/** Why QEMU refuses an unknown group in a header or `-set`. */
export function groupRefusal(group: MappedText, version: QemuVersion): Refusal | undefined {
  const name = knownText(group);
  if (name === undefined || isTemplate(name)) return undefined;
  const row = CONFIG_GROUPS.find((candidate) => candidate.name === name);
  if (row && isIn(row, version)) return undefined;
  const found = refusal(group, `There is no option group '${name}'`, row ? 'version' : 'other');
  const names = CONFIG_GROUPS.filter((candidate) => isIn(candidate, version)).map(
    (candidate) => candidate.name,
  );
  return row ? found : withRepair(found, group, closest(name, names));
}
