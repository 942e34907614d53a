/** Hands the text of a document to the reading that its role asks for. */
import {
  manualFact,
  readPolicyPage,
  readSecurityTxt,
  readUpdatePolicy,
  readUserInformation,
  type TextDocument,
} from "@seiza/conformance";
import type { RunInput } from "@seiza/conformance/node";

export const readText: NonNullable<RunInput["readText"]> = (role, text, { at, today }) => {
  const doc: TextDocument = { text, at, document: role };
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
};
