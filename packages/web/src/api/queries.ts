/** Cached questions to the server, shared by pages. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "./client.ts";

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: api.session,
  staleTime: Number.POSITIVE_INFINITY,
});
export const useSession = () => useQuery(sessionQuery);

export const templatesQuery = queryOptions({
  queryKey: ["templates"],
  queryFn: async () => {
    const answer = await api.templates();
    return Array.isArray(answer) ? answer : answer.items;
  },
  staleTime: Number.POSITIVE_INFINITY,
});
