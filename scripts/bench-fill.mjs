import { deployment, inLanes, readyEndpoints, service } from "./api-client.mjs";

const REPLICAS = 10;

/** Fills a namespace with Services svc-0, svc-1, … over workloads of 10 Pods, and waits until all endpoints are ready. */
export async function fillNamespace(call, { namespace, services, workloads }) {
  await call("POST", "/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  const app = (at) => `app-${at % workloads}`;
  await inLanes(workloads, (at) =>
    call("POST", `/apis/apps/v1/namespaces/${namespace}/deployments`, deployment(app(at), REPLICAS)),
  );
  await inLanes(services, (at) =>
    call("POST", `/api/v1/namespaces/${namespace}/services`, service(`svc-${at}`, app(at))),
  );
  for (let waited = 0; (await readyEndpoints(call, namespace)) < services * REPLICAS; waited++) {
    if (waited > 300) throw new Error(`not all endpoints of ${namespace} have become ready`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
