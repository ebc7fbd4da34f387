export { type ContractAccount, createContractAccount } from './chain/createContractAccount.ts'
export { type Anvil, startAnvil } from './chain/startAnvil.ts'
