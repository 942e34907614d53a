/** Hands the text of a document to the reading that its role asks for. */
import {
  type FactOf,
  manualFact,
  readPolicyPage,
  readSecurityTxt,
  readUpdatePolicy,
  readUserInformation,
  type TextDocument,
} from "@seiza/conformance";
import type { RunInput } from "@seiza/conformance/node";

type ReadText = NonNullable<RunInput["readText"]>;

export const readText: ReadText = (role, text, { at, today }) => {
  const { points, problems, language, date } = factOf(role, { text, at, document: role }, today);
  return { points, problems, language, ...(date === undefined ? {} : { date }) };
};

function factOf(role: Parameters<ReadText>[0], doc: TextDocument, today: string): FactOf<"document"> {
  switch (role) {
    case "policy":
      return readPolicyPage(doc);
    case "security-txt":
      return readSecurityTxt(doc, today).fact;
    case "update-policy":
      return readUpdatePolicy(doc);
    case "manual":
      return manualFact(doc);
    case "user-information":
      return readUserInformation(doc);
  }
}
