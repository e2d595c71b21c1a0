//! The services of the synthetic shop.
//!
//! Invariant: see `catalog`; a test holds the list to it. Absent: behaviour.

use super::catalog::{Endpoint, Protocol, Service, Topic};

const fn at(method: &'static str, route: &'static str) -> Endpoint {
    Endpoint { method, route }
}

/// What a service has unless it says otherwise.
const PLAIN: Service = Service {
    name: "",
    language: "java",
    protocol: Protocol::Http,
    endpoints: &[],
    tables: &[],
    calls: &[],
    work: &[],
    topics: &[],
    has_cache: false,
};

pub(super) static SERVICES: [Service; 19] = [
    Service {
        name: "campaign-runner",
        language: "go",
        endpoints: &[at("POST", "/campaigns/{}/runs")],
        calls: &["edge-gateway", "mobile-api"],
        work: &["read audience page", "render templates"],
        ..PLAIN
    },
    Service {
        name: "edge-gateway",
        language: "go",
        endpoints: &[
            at("GET", "/shop/{}"),
            at("GET", "/products/{}"),
            at("GET", "/search"),
            at("POST", "/baskets/{}/items"),
            at("POST", "/checkout"),
            at("GET", "/orders/{}"),
            at("POST", "/returns"),
        ],
        calls: &["storefront", "checkout", "orders", "search"],
        work: &["authenticate", "check rate limit"],
        has_cache: true,
        ..PLAIN
    },
    Service {
        name: "mobile-api",
        language: "kotlin",
        endpoints: &[
            at("GET", "/v3/home"),
            at("GET", "/v3/products/{}"),
            at("POST", "/v3/basket/{}/items"),
            at("POST", "/v3/checkout"),
            at("GET", "/v3/me"),
        ],
        calls: &["storefront", "checkout", "accounts", "search"],
        work: &["verify device token", "shape response"],
        has_cache: true,
        ..PLAIN
    },
    Service {
        name: "storefront",
        language: "nodejs",
        endpoints: &[
            at("GET", "/pages/{}"),
            at("GET", "/pages/{}/teasers"),
            at("GET", "/listing/{}"),
            at("GET", "/product-page/{}"),
            at("GET", "/menu"),
        ],
        calls: &["catalog", "recommendations", "reviews", "baskets"],
        work: &["render page", "collect teasers", "personalise"],
        has_cache: true,
        ..PLAIN
    },
    Service {
        name: "checkout",
        language: "java",
        endpoints: &[
            at("POST", "/checkouts"),
            at("POST", "/checkouts/{}/confirm"),
            at("PUT", "/checkouts/{}/address"),
            at("GET", "/checkouts/{}"),
        ],
        tables: &["checkout", "checkout_step"],
        calls: &["baskets", "orders", "payment", "shipping"],
        work: &["validate basket", "apply vouchers", "freeze prices"],
        topics: &[Topic { name: "checkout-confirmed", reader: "notifications" }],
        ..PLAIN
    },
    Service {
        name: "search",
        language: "python",
        endpoints: &[
            at("GET", "/find"),
            at("GET", "/suggest"),
            at("GET", "/facets"),
            at("POST", "/rank"),
        ],
        tables: &["search_term", "synonym"],
        calls: &["catalog", "prices"],
        work: &["parse query", "score candidates", "merge shards"],
        has_cache: true,
        ..PLAIN
    },
    Service {
        name: "baskets",
        language: "go",
        protocol: Protocol::Grpc,
        endpoints: &[
            at("shop.Baskets", "Get"),
            at("shop.Baskets", "AddItem"),
            at("shop.Baskets", "RemoveItem"),
            at("shop.Baskets", "Merge"),
            at("shop.Baskets", "Freeze"),
        ],
        tables: &["basket", "basket_line"],
        calls: &["prices", "stock", "catalog"],
        work: &["recalculate totals", "expire reservations"],
        has_cache: true,
        ..PLAIN
    },
    Service {
        name: "orders",
        language: "java",
        endpoints: &[
            at("POST", "/orders"),
            at("GET", "/orders/{}"),
            at("GET", "/customers/{}/orders"),
            at("POST", "/orders/{}/cancel"),
            at("GET", "/orders/{}/invoice"),
        ],
        tables: &["order_header", "order_line", "invoice", "outbox"],
        calls: &["stock", "payment", "shipping"],
        work: &["number order", "write outbox", "render invoice"],
        topics: &[
            Topic { name: "order-placed", reader: "notifications" },
            Topic { name: "order-cancelled", reader: "stock" },
        ],
        ..PLAIN
    },
    Service {
        name: "recommendations",
        language: "python",
        endpoints: &[at("GET", "/for-customer/{}"), at("GET", "/similar/{}"), at("POST", "/train")],
        tables: &["affinity", "view_event"],
        calls: &["catalog", "prices"],
        work: &["load model", "predict", "diversify"],
        has_cache: true,
        ..PLAIN
    },
    Service {
        name: "reviews",
        language: "ruby",
        endpoints: &[
            at("GET", "/products/{}/reviews"),
            at("POST", "/products/{}/reviews"),
            at("GET", "/products/{}/rating"),
        ],
        tables: &["review", "review_vote"],
        calls: &["accounts"],
        work: &["moderate text", "average stars"],
        ..PLAIN
    },
    Service {
        name: "catalog",
        language: "java",
        protocol: Protocol::Grpc,
        endpoints: &[
            at("shop.Catalog", "GetProduct"),
            at("shop.Catalog", "ListProducts"),
            at("shop.Catalog", "GetCategory"),
            at("shop.Catalog", "GetVariants"),
            at("shop.Catalog", "GetMedia"),
        ],
        tables: &["product", "variant", "category", "media"],
        calls: &["prices", "stock"],
        work: &["assemble product", "choose language"],
        has_cache: true,
        ..PLAIN
    },
    Service {
        name: "prices",
        language: "dotnet",
        protocol: Protocol::Grpc,
        endpoints: &[
            at("shop.Prices", "Quote"),
            at("shop.Prices", "QuoteMany"),
            at("shop.Prices", "GetTaxRate"),
        ],
        tables: &["price", "price_rule", "tax_rate"],
        work: &["evaluate rules", "convert currency"],
        has_cache: true,
        ..PLAIN
    },
    Service {
        name: "accounts",
        language: "dotnet",
        endpoints: &[
            at("GET", "/accounts/{}"),
            at("POST", "/sessions"),
            at("GET", "/accounts/{}/addresses"),
            at("PUT", "/accounts/{}/consents"),
        ],
        tables: &["account", "address", "session", "consent"],
        calls: &["loyalty"],
        work: &["hash password", "sign token"],
        topics: &[Topic { name: "account-changed", reader: "notifications" }],
        ..PLAIN
    },
    Service {
        name: "payment",
        language: "java",
        endpoints: &[
            at("POST", "/charges"),
            at("POST", "/refunds"),
            at("GET", "/charges/{}"),
            at("POST", "/mandates"),
        ],
        tables: &["charge", "refund", "ledger_entry"],
        calls: &["fraud-check"],
        work: &["tokenise card", "call acquirer", "book entries"],
        topics: &[Topic { name: "charge-settled", reader: "loyalty" }],
        ..PLAIN
    },
    Service {
        name: "fraud-check",
        language: "python",
        protocol: Protocol::Grpc,
        endpoints: &[at("shop.Fraud", "Assess"), at("shop.Fraud", "Explain")],
        tables: &["signal", "verdict"],
        work: &["gather signals", "run model"],
        has_cache: true,
        ..PLAIN
    },
    Service {
        name: "stock",
        language: "rust",
        protocol: Protocol::Grpc,
        endpoints: &[
            at("shop.Stock", "Check"),
            at("shop.Stock", "CheckMany"),
            at("shop.Stock", "Reserve"),
            at("shop.Stock", "Release"),
        ],
        tables: &["stock_level", "reservation", "warehouse"],
        work: &["choose warehouse"],
        has_cache: true,
        ..PLAIN
    },
    Service {
        name: "shipping",
        language: "go",
        endpoints: &[
            at("GET", "/quotes/{}"),
            at("POST", "/parcels"),
            at("GET", "/parcels/{}/track"),
            at("GET", "/slots"),
        ],
        tables: &["parcel", "carrier", "delivery_slot"],
        calls: &["loyalty"],
        work: &["pack boxes", "choose carrier", "print label"],
        topics: &[Topic { name: "parcel-booked", reader: "notifications" }],
        ..PLAIN
    },
    Service {
        name: "loyalty",
        language: "ruby",
        endpoints: &[
            at("GET", "/members/{}"),
            at("POST", "/members/{}/points"),
            at("GET", "/tiers"),
        ],
        tables: &["member", "points_entry"],
        work: &["apply tier rules"],
        topics: &[Topic { name: "tier-reached", reader: "notifications" }],
        ..PLAIN
    },
    // Offers nothing; it reads topics.
    Service {
        name: "notifications",
        language: "nodejs",
        tables: &["message", "template"],
        work: &["render template", "send message"],
        ..PLAIN
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_call_only_services_further_down_that_offer_something() {
        for (place, service) in SERVICES.iter().enumerate() {
            for name in service.calls {
                let callee = SERVICES.iter().position(|callee| callee.name == *name);
                let callee = callee.unwrap_or_else(|| panic!("{} calls {name}", service.name));
                assert!(callee > place, "{} calls {name}, which is above it", service.name);
                assert!(!SERVICES[callee].endpoints.is_empty());
            }
        }
    }

    #[test]
    fn every_topic_has_a_reader() {
        let names: Vec<&str> = SERVICES.iter().map(|service| service.name).collect();
        for topic in SERVICES.iter().flat_map(|service| service.topics) {
            assert!(names.contains(&topic.reader));
        }
    }
}
