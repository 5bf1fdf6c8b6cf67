using System.Text.Json.Serialization;

namespace Relevo.Gateway.Health.Endpoints;

/// <summary>Generated JSON of the health endpoints.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(LiveBody))]
[JsonSerializable(typeof(ReadyBody))]
[JsonSerializable(typeof(MissingBody))]
internal sealed partial class HealthJson : JsonSerializerContext;
