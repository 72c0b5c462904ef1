import { ageColumn, column, integer, nameColumn, NONE } from "./column.ts";

interface Data {
  data?: object;
  binaryData?: object;
  type?: string;
}

const sizeOf = (...maps: (object | undefined)[]): number =>
  maps.reduce((sum, map) => sum + Object.keys(map ?? {}).length, 0);

export const configMapColumns = [
  nameColumn,
  column<Data>("Data", "How many keys it holds.", ({ data, binaryData }) => sizeOf(data, binaryData)),
  ageColumn,
];

export const secretColumns = [
  nameColumn,
  column<Data>("Type", "What kind of secret it is.", ({ type }) => type ?? ""),
  column<Data>("Data", "How many keys it holds.", ({ data }) => sizeOf(data)),
  ageColumn,
];

export const serviceAccountColumns = [
  nameColumn,
  column<{ secrets?: unknown[] }>("Secrets", "How many Secrets it names.", ({ secrets }) => secrets?.length ?? 0),
  ageColumn,
];

export const controllerRevisionColumns = [
  nameColumn,
  column("Controller", "The workload that it belongs to.", ({ metadata }) => {
    const owner = metadata?.ownerReferences?.find(({ controller }) => controller);
    if (!owner) return NONE;
    const [group, version] = owner.apiVersion.split("/");
    return `${owner.kind.toLowerCase()}${version === undefined ? "" : `.${group}`}/${owner.name}`;
  }),
  column<{ revision?: number }>("Revision", "Its number.", ({ revision }) => revision ?? 0, integer),
  ageColumn,
];

export const leaseColumns = [
  nameColumn,
  column<{ spec?: { holderIdentity?: string } }>("Holder", "Who holds it.", ({ spec }) => spec?.holderIdentity ?? ""),
  ageColumn,
];

interface PodDisruptionBudget {
  spec?: { minAvailable?: number | string; maxUnavailable?: number | string };
  status?: { disruptionsAllowed?: number };
}

const orNotAvailable = (value: number | string | undefined): string => (value === undefined ? "N/A" : `${value}`);

export const podDisruptionBudgetColumns = [
  nameColumn,
  column<PodDisruptionBudget>("Min Available", "How many Pods must stay available.", ({ spec }) =>
    orNotAvailable(spec?.minAvailable),
  ),
  column<PodDisruptionBudget>("Max Unavailable", "How many Pods may be unavailable.", ({ spec }) =>
    orNotAvailable(spec?.maxUnavailable),
  ),
  column<PodDisruptionBudget>(
    "Allowed Disruptions",
    "How many Pods may be evicted now.",
    ({ status }) => status?.disruptionsAllowed ?? 0,
    integer,
  ),
  ageColumn,
];
