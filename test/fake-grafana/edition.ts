/** Which Grafana the fake is: what a real one of that version and storage did when it was asked. */
export interface Edition {
  readonly name: string;
  readonly version: string;
  readonly major: number;
  /** `sql` is what 12 calls legacy storage, and all there is before. */
  readonly storage: 'sql' | 'unified';
  /** Served under `/apis`, in the order of discovery. */
  readonly dashboardVersions: readonly string[];
  readonly folderVersions: readonly string[];
  /** Made from documents alone: no real server of this kind was asked. */
  readonly unproven?: true;
}

const of12 = ['v1beta1', 'v0alpha1', 'v2beta1', 'v2alpha1'];
const of13 = ['v1', 'v1beta1', 'v0alpha1', 'v2', 'v2beta1', 'v2alpha1'];

const editions: readonly Edition[] = [
  { name: '10.4.3', version: '10.4.3', major: 10, storage: 'sql', dashboardVersions: [], folderVersions: [] },
  { name: '11.0.0', version: '11.0.0', major: 11, storage: 'sql', dashboardVersions: [], folderVersions: [] },
  {
    name: '12.3.0',
    version: '12.3.0',
    major: 12,
    storage: 'sql',
    dashboardVersions: of12,
    folderVersions: ['v1beta1'],
    unproven: true,
  },
  {
    name: '12.4.0',
    version: '12.4.0',
    major: 12,
    storage: 'unified',
    dashboardVersions: of12,
    folderVersions: ['v1beta1'],
  },
  {
    name: '12.4.0-legacy-storage',
    version: '12.4.0',
    major: 12,
    storage: 'sql',
    dashboardVersions: of12,
    folderVersions: ['v1beta1'],
  },
  {
    name: '13.0.0',
    version: '13.0.0',
    major: 13,
    storage: 'unified',
    dashboardVersions: of13,
    folderVersions: ['v1', 'v1beta1'],
    unproven: true,
  },
];

export const editionNames: readonly string[] = editions.map(({ name }) => name);

/** The edition of that name; a major version alone means the newest of it. */
export function editionOf(name: string): Edition {
  const found = editions.find((one) => one.name === name) ?? editions.find((one) => String(one.major) === name);
  if (!found) throw new Error(`there is no fake of Grafana ${name}, only of ${editionNames.join(', ')}`);
  return found;
}
