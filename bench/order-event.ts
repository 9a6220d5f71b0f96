/** The contract's example. */
export const orderEvent =
  '{"type":"ORDER_CREATED","data":{"order_id":"123","order_total":599,"customer_email":"user@example.com"}}'
