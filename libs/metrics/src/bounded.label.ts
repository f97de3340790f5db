/** Names from outside as a label: the first few are kept, every further one is `other`, so that nobody can fill Prometheus with series. */
export class BoundedLabel {
  private readonly seen = new Set<string>();

  constructor(private readonly max = 20) {}

  of(value: string): string {
    const name = value.replace(/[^\w.:-]/g, '_').slice(0, 60) || 'none';
    if (this.seen.has(name)) return name;
    if (this.seen.size >= this.max) return 'other';
    this.seen.add(name);
    return name;
  }
}
