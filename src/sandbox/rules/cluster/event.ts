import type { Event } from "../../../model/snapshot.ts";
import type { Cause, Strategy } from "../../types.ts";
import { checkQualifiedName } from "../content.ts";
import { invalid, invalidEach, required } from "../field-error.ts";
import { defineRules } from "../kind-rules.ts";
import { pathSegmentName } from "../names.ts";

const longest = { reportingInstance: 128, action: 128, reason: 128, message: 1024 };

/** Events as v1 has always taken them: hardly judged, unless they have the eventTime of newer ones. */
export function createEventStrategy(): Strategy {
  return defineRules<Event>({
    name: pathSegmentName,
    validate: (event) => [...validateNamespace(event), ...(event.eventTime ? validateNew(event) : [])],
  });
}

function validateNamespace({ metadata, involvedObject, eventTime }: Event): Cause[] {
  const about = involvedObject?.namespace ?? "";
  const own = metadata?.namespace ?? "";
  const clusterWide = eventTime ? ["default", "kube-system"] : ["", "default"];
  const fits = about === "" ? clusterWide.includes(own) : eventTime !== undefined || about === own;
  return fits ? [] : [invalid("involvedObject.namespace", about, "does not match event.namespace")];
}

function validateNew(event: Event): Cause[] {
  const controller = event.reportingComponent ?? "";
  const { reportingInstance, action, reason, message } = event;
  const texts: Record<string, string | undefined> = { reportingInstance, action, reason, message };
  return [
    ...(controller ? [] : [required("reportingController")]),
    ...invalidEach("reportingController", controller, checkQualifiedName(controller)),
    ...Object.entries(longest).flatMap(([field, maximum]) => {
      const text = texts[field] ?? "";
      if (text === "") return field === "message" ? [] : [required(field)];
      return text.length > maximum ? [invalid(field, "", `can have at most ${maximum} characters`)] : [];
    }),
  ];
}
