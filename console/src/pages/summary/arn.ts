/** What people call a user or role: its name without the path before it. */
export function nameOfArn(arn: string): string {
  const resource = arn.split(':').slice(5).join(':');
  const name = resource.split('/').at(-1);
  return name === undefined || name === '' ? arn : name;
}
