/**
 * The part of the Standard Schema interface that the contract relies on. It lets a backend use the schema
 * library that it already has.
 *
 * @see {@link https://standardschema.dev}
 */
export interface StandardSchemaV1<input = unknown, output = input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (
      value: unknown,
    ) => StandardSchemaV1.Result<output> | Promise<StandardSchemaV1.Result<output>>
    readonly types?: { readonly input: input; readonly output: output } | undefined
  }
}

export declare namespace StandardSchemaV1 {
  type Result<output> =
    | { readonly value: output; readonly issues?: undefined }
    | { readonly issues: readonly Issue[] }
  type Issue = {
    readonly message: string
    readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
  }
  type InferOutput<schema extends StandardSchemaV1> = NonNullable<
    schema['~standard']['types']
  >['output']
}
