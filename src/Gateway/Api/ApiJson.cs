using System.Text.Json;
using System.Text.Json.Serialization;
using Relevo.Gateway.Api.Views;

namespace Relevo.Gateway.Api;

/// <summary>How answers are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(DeadLetterPage))]
[JsonSerializable(typeof(DeadLetterView))]
[JsonSerializable(typeof(RetryAnswer))]
[JsonSerializable(typeof(DropAnswer))]
[JsonSerializable(typeof(MessageView))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(QueueMetricsView))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(AuditView))]
internal sealed partial class ApiJson : JsonSerializerContext;
