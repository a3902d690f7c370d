// swift-tools-version: 6.2
import PackageDescription

// What libFuzzer calls. A package of its own, so that nobody who builds nightdesk builds it: `scripts/fuzz` does.
let package = Package(
  name: "Fuzz",
  products: [.library(name: "Fuzzers", type: .static, targets: ["Fuzzers"])],
  dependencies: [.package(name: "nightdesk", path: "..")],
  targets: [
    .target(
      name: "Fuzzers",
      dependencies: [
        .product(name: "NightdeskStages", package: "nightdesk"),
        .product(name: "NightdeskEngine", package: "nightdesk"),
      ],
      swiftSettings: [.treatAllWarnings(as: .error)])
  ],
  swiftLanguageModes: [.v6]
)
