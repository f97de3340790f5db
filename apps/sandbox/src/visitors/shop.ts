/** The imaginary shop: what one can do on each of its pages, and where that leads. `{product}` and `{slug}` stand for the goods. */
export type Page = 'home' | 'collection' | 'product' | 'cart' | 'checkout' | 'orders' | 'help';

export interface Move {
  type: 'page_view' | 'click' | 'submit';
  /** After "User ". */
  does: string;
  title: string;
  to: Page;
}

export const PATHS: Record<Page, string> = {
  home: '/',
  collection: '/collections/desks',
  product: '/products/{slug}',
  cart: '/cart',
  checkout: '/checkout',
  orders: '/account/orders',
  help: '/help/shipping-and-returns',
};

export const MOVES: Record<Page, Move[]> = {
  home: [
    { type: 'page_view', does: 'viewed the Northwind home page', title: 'Home', to: 'home' },
    { type: 'click', does: 'clicked Desks in the main menu', title: 'Desks', to: 'collection' },
    { type: 'submit', does: 'searched for "{product}"', title: 'Search', to: 'collection' },
    { type: 'click', does: 'clicked My orders in the account menu', title: 'My orders', to: 'orders' },
  ],
  collection: [
    { type: 'page_view', does: 'viewed the Desks collection', title: 'Desks', to: 'collection' },
    { type: 'click', does: 'sorted the Desks collection by price', title: 'Sort by price', to: 'collection' },
    { type: 'click', does: 'filtered the Desks collection by In stock', title: 'In stock', to: 'collection' },
    { type: 'click', does: 'opened the {product} page', title: '{product}', to: 'product' },
    { type: 'click', does: 'clicked the picture of the {product}', title: '{product}', to: 'product' },
  ],
  product: [
    { type: 'click', does: 'chose another finish for the {product}', title: 'Finish', to: 'product' },
    { type: 'click', does: 'opened the reviews of the {product}', title: 'Reviews', to: 'product' },
    { type: 'click', does: 'zoomed into the third picture of the {product}', title: 'Picture 3', to: 'product' },
    { type: 'click', does: 'clicked Add to cart on the {product} page', title: 'Add to cart', to: 'cart' },
    {
      type: 'click',
      does: 'opened Shipping and returns on the {product} page',
      title: 'Shipping and returns',
      to: 'help',
    },
  ],
  cart: [
    { type: 'page_view', does: 'viewed the cart with the {product} in it', title: 'Cart', to: 'cart' },
    { type: 'click', does: 'changed the quantity of the {product} to 2', title: 'Quantity', to: 'cart' },
    { type: 'submit', does: 'submitted the coupon form on the cart page', title: 'Coupon', to: 'cart' },
    { type: 'click', does: 'clicked Checkout on the cart page', title: 'Checkout', to: 'checkout' },
    { type: 'click', does: 'clicked Continue shopping on the cart page', title: 'Continue shopping', to: 'collection' },
  ],
  checkout: [
    {
      type: 'submit',
      does: 'submitted the delivery address on the checkout page',
      title: 'Delivery address',
      to: 'checkout',
    },
    { type: 'click', does: 'chose Express delivery on the checkout page', title: 'Express delivery', to: 'checkout' },
    { type: 'click', does: 'clicked Pay now on the checkout page', title: 'Pay now', to: 'checkout' },
    {
      type: 'click',
      does: 'saw "Your bank declined the payment" on the checkout page',
      title: 'Payment declined',
      to: 'checkout',
    },
    { type: 'click', does: 'clicked Back to cart on the checkout page', title: 'Back to cart', to: 'cart' },
  ],
  orders: [
    { type: 'page_view', does: 'viewed the list of orders', title: 'My orders', to: 'orders' },
    { type: 'click', does: 'opened the newest order', title: 'Order', to: 'orders' },
    { type: 'click', does: 'clicked Track delivery on the order page', title: 'Track delivery', to: 'orders' },
    { type: 'click', does: 'clicked Return an item on the order page', title: 'Return an item', to: 'help' },
  ],
  help: [
    { type: 'page_view', does: 'viewed the Shipping and returns article', title: 'Shipping and returns', to: 'help' },
    { type: 'click', does: 'clicked "This did not help" below the article', title: 'This did not help', to: 'help' },
    { type: 'submit', does: 'searched the help centre for "{product}"', title: 'Help search', to: 'help' },
    { type: 'click', does: 'clicked the Northwind logo', title: 'Home', to: 'home' },
  ],
};

export const GOODS = [
  { product: 'Walnut standing desk', slug: 'walnut-standing-desk' },
  { product: 'Birch corner desk', slug: 'birch-corner-desk' },
  { product: 'Felt desk mat', slug: 'felt-desk-mat' },
  { product: 'Arc monitor arm', slug: 'arc-monitor-arm' },
  { product: 'Linen task chair', slug: 'linen-task-chair' },
] as const;
