/** 星座: five stars, the one that matters in gold. */
export function BrandMark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#29356f" />
      <path d="M8 22 13 12 21 15 25 8M21 15 23 24" fill="none" stroke="#b9c1e4" strokeWidth="1.6" />
      <circle cx="8" cy="22" r="2.2" fill="#fff" />
      <circle cx="13" cy="12" r="2.2" fill="#fff" />
      <circle cx="21" cy="15" r="3" fill="#f0d070" />
      <circle cx="25" cy="8" r="2" fill="#fff" />
      <circle cx="23" cy="24" r="2" fill="#fff" />
    </svg>
  );
}
