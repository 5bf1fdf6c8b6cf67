using System.Text.Json.Serialization;

namespace Relevo.Resilience.Health.History;

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LevelEntry))]
internal sealed partial class LevelJson : JsonSerializerContext;
