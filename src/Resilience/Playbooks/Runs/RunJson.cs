using System.Text.Json;
using System.Text.Json.Serialization;

namespace Relevo.Resilience.Playbooks.Runs;

/// <summary>How runs are kept.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(PlaybookRun))]
internal sealed partial class RunJson : JsonSerializerContext;
