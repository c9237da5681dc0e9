/** The OpenAPI document of the contract, so that scripts in any language can drive the workstation. */
import { OpenAPIGenerator } from '@orpc/openapi';
import { z } from 'zod';
import { contract } from '#shared/contract/contract.ts';

export async function openApiDocument(version: string): Promise<unknown> {
  const generator = new OpenAPIGenerator({
    schemaConverters: [{
      condition: (schema) => schema?.['~standard'].vendor === 'zod',
      convert: (schema, { strategy }) => {
        const jsonSchema = z.toJSONSchema(schema as z.ZodType, { io: strategy, unrepresentable: 'any' });
        return [!(schema as z.ZodType).safeParse(undefined).success, jsonSchema as never];
      },
    }],
  });
  return generator.generate(contract, {
    info: { title: 'Lamina', version },
    servers: [{ url: '/api' }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
  });
}
