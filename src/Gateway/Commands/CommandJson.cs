using System.Text.Json;
using System.Text.Json.Serialization;

namespace Relevo.Gateway.Commands;

/// <summary>How commands write JSON of their own.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ConfigReport))]
[JsonSerializable(typeof(MonitorLine))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class CommandJson : JsonSerializerContext;
