using System.Text.Json;
using System.Text.Json.Serialization;

namespace Relevo.Gateway.Sending.Jobs;

/// <summary>How jobs are stored.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(SendTypeWords)])]
[JsonSerializable(typeof(SendJob))]
internal sealed partial class SendJobJson : JsonSerializerContext;
